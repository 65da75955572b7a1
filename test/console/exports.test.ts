import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { StoreError } from '../../src/storage/errors.ts';
import { answeredTurn, bookingTurn, conversationAt, NOON } from '../helpers/turns.ts';
import { MINUTE, startConsole, type TestConsole, type Visitor } from './support.ts';

const WORDS =
  'I am Ana Lim, +44 20 7946 0857, ana@mail.example, =HYPERLINK("https://evil.example")';

describe('Conversations as files', () => {
  let house: TestConsole;
  let clinician: Visitor;
  let failing: string | null = null;

  before(async () => {
    house = await startConsole({
      change: (dependencies) => ({
        ...dependencies,
        staff: failingAt(dependencies.staff),
        store: failingAt(dependencies.store),
      }),
    });
    clinician = await house.enter(await house.hire('cleo', 'clinician'));
    const { store } = house;
    const first = { ...conversationAt('c1', 1), lastAt: NOON };
    const booking = bookingTurn(first, 'm1', 'DN-7F3K');
    await store.saveTurn({
      ...booking,
      message: { kind: 'text', id: 'm1', at: NOON, text: WORDS },
    });
    await store.saveTurn(answeredTurn(conversationAt('c2', 1), 'm1', '=1+1'));
  });
  after(() => house.stop());
  beforeEach(() => {
    failing = null;
  });

  function failingAt<Verbs extends object>(verbs: Verbs): Verbs {
    return new Proxy(verbs, {
      get: (target, name) =>
        name === failing
          ? () => Promise.reject(new StoreError('full', 'no room'))
          : Reflect.get(target, name),
    });
  }

  const take = (query: string, form: Readonly<Record<string, string>>) =>
    clinician.post(`/staff/export?${query}`, form);

  async function lastAudit() {
    const [row] = await house.staff.listAudit({}, null, 1);
    return { action: row?.action, subject: row?.subject, outcome: row?.outcome };
  }

  it('are offered for what the present filter lets through, and for one conversation', async () => {
    const list = await clinician.get('/staff/conversations?booked=1');
    expect(list.text).to.contain('href="/staff/export?booked=1"');
    const some = await clinician.get('/staff/export?booked=1');
    expect(some.text).to.contain('present filter: 1.').and.not.to.contain('value="transcript"');
    const one = await clinician.get('/staff/conversations/c2');
    expect(one.text).to.contain('href="/staff/export?conversation=c2"');
    expect((await clinician.get('/staff/export?conversation=c2')).text).to.contain('transcript');
    expect((await clinician.get('/staff/export?conversation=none')).status).to.equal(404);
    expect((await clinician.get('/staff/export?q=nowhere')).text).to.contain('nothing to save');
  });

  it('are tables without personal details, whose cells a spreadsheet does not run', async () => {
    for (const format of ['conversations', 'messages']) {
      const { text, headers } = await take('', { format });
      const name = `attachment; filename=${format}.csv`;
      expect(headers.get('content-disposition')).to.equal(name);
      expect(headers.get('content-type')).to.equal('text/csv; charset=utf-8');
      expect(headers.get('cache-control')).to.equal('no-store');
      const rows: string[][] = parse(text, { bom: true });
      expect(rows).to.have.length(format === 'messages' ? 6 : 3);
      for (const cell of rows.flat()) expect(cell).not.to.match(/^[=+\-@\t\r]/);
      expect(text).to.contain('I am [name], [phone], [e-mail]').and.contain("'=1+1");
      expect(text).not.to.match(/Ana|7946|ana@/);
      expect(await lastAudit()).to.deep.equal({ action: 'export', subject: null, outcome: 'done' });
    }
  });

  it('are JSON, whole only when that is asked for, and then said so in the audit log', async () => {
    const masked = await take('booked=1', { format: 'json' });
    expect(masked.headers.get('content-type')).to.equal('application/json; charset=utf-8');
    expect(JSON.parse(masked.text)).to.have.length(1);
    expect(masked.text).not.to.match(/Ana|7946|ana@/);
    const full = await take('booked=1', { format: 'json', full: 'yes' });
    expect(full.text).to.contain('I am Ana Lim, +44 20 7946 0857, ana@mail.example');
    expect((await lastAudit()).action).to.equal('export-full');
  });

  it('are a Bot Framework transcript of one conversation', async () => {
    const { text, headers } = await take('conversation=c1', { format: 'transcript' });
    expect(headers.get('content-disposition')).to.contain('filename=conversation.transcript');
    const activities: { type: string; text: string }[] = JSON.parse(text);
    expect(activities.map(({ type }) => type)).to.deep.equal(['message', 'message']);
    expect(activities[0]?.text).to.contain('I am [name], [phone]');
    expect(await lastAudit()).to.include({ action: 'export', subject: 'c1' });
    expect((await take('', { format: 'transcript' })).status).to.equal(422);
  });

  it('are not taken by an address, in no format, or of nothing', async () => {
    const before = await lastAudit();
    const seen = await clinician.get('/staff/export?format=json&full=yes');
    expect(seen.headers.get('content-disposition')).to.equal(null);
    expect(await lastAudit()).to.deep.equal(before);
    const wrong = await take('', { format: 'exe' });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.contain('Choose a format.');
    expect((await take('conversation=none', { format: 'json' })).status).to.equal(404);
  });

  it('are not sent when the audit log cannot be written', async () => {
    failing = 'appendAudit';
    for (const answer of [
      await take('', { format: 'json' }),
      await clinician.get('/staff/conversations/c1/print'),
      await clinician.post('/staff/conversations/c1/print'),
    ]) {
      expect(answer.status).to.equal(503);
      expect(answer.text).not.to.match(/Ana|HYPERLINK/);
    }
  });

  it('are cut off, not ended as if they were whole, when reading fails on the way', async () => {
    failing = 'readTranscript';
    const ended = await take('', { format: 'json' }).then(
      () => 'whole',
      () => 'cut off',
    );
    expect(ended).to.equal('cut off');
    failing = null;
    expect(await lastAudit()).to.deep.equal({ action: 'export', subject: null, outcome: 'failed' });
  });

  it('can be printed one by one: masked, or whole after a button that is written down', async () => {
    house.now += MINUTE;
    const masked = await clinician.get('/staff/conversations/c1/print');
    expect(masked.text)
      .to.contain('I am [name], [phone]')
      .and.not.to.match(/Ana|7946/);
    expect(masked.text).to.contain('Thank you, [name].');
    expect(masked.text).to.contain('Taken out').and.contain('by Cleo Tan');
    expect((await lastAudit()).action).to.equal('open-conversation');
    const whole = await clinician.post('/staff/conversations/c1/print');
    expect(whole.text).to.contain('I am Ana Lim, +44 20 7946 0857').and.contain('Shown');
    expect(await lastAudit()).to.include({ action: 'show-details', subject: 'c1' });
    expect((await clinician.get('/staff/conversations/none/print')).status).to.equal(404);
  });

  it('send those that are too many to the command', async () => {
    const numbers =
      'with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000)';
    const state = "select 'x' || i, channel, started_at, last_at, version, lines, state";
    const of = "from n, conversations where id = 'c2'";
    await house.database.query(`insert into conversations ${numbers} ${state} ${of}`);
    const same =
      'channel, started_at, last_at, turns, urgency, endings, unanswered, thumbs_down, thumbs_up, requests, reviewed';
    await house.database.query(
      `insert into desk (conversation_id, ${same})
       ${numbers} select 'x' || i, ${same} from n, desk where conversation_id = 'c2'`,
    );
    for (const seen of [await clinician.get('/staff/export'), await take('', { format: 'json' })]) {
      expect(seen.text).to.contain('More than 5000').and.contain('npm run export');
      expect(seen.headers.get('content-disposition')).to.equal(null);
      expect(seen.text).not.to.contain('name="format"');
    }
    const fewer = await take('booked=1', { format: 'json' });
    expect(JSON.parse(fewer.text)).to.have.length(1);
  });
});
