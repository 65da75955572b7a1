import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { StoreError } from '../../src/storage/errors.ts';
import { answeredTurn, bookingTurn, conversationAt, NOON } from '../helpers/turns.ts';
import { MINUTE, startConsole, type TestConsole, type Visitor } from './support.ts';

const PHONE = '07700 900123';

describe('The privacy page', () => {
  let house: TestConsole;
  let owner: Visitor;
  let auditWorks = true;

  beforeEach(async () => {
    auditWorks = true;
    house = await startConsole({
      change: (dependencies) => ({
        ...dependencies,
        staff: new Proxy(dependencies.staff, {
          get(target, name) {
            if (name === 'appendAudit' && !auditWorks) {
              return () => Promise.reject(new StoreError('full', 'no room'));
            }
            return Reflect.get(target, name);
          },
        }),
      }),
    });
    owner = await house.enter(await house.hire('olga', 'owner'));
    const { store, staff } = house;
    await store.saveTurn(answeredTurn(conversationAt('c1', 1), 'm1', 'is it sore?'));
    const booking = bookingTurn(conversationAt('c1', 2), 'm2', 'DN-7F3K', {
      phone: '+447700900123',
    });
    await store.saveTurn(booking);
    await store.saveTurn(answeredTurn(conversationAt('c2', 1), 'm1', `call me on ${PHONE}`));
    await store.saveTurn(answeredTurn(conversationAt('c3', 1), 'm1', 'somebody else'));
    await staff.addNote('c1', { id: 'n1', accountId: 'a', at: NOON, text: 'seen on Monday' });
  });
  afterEach(() => house.stop());

  const words = (text: string) => text.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
  const find = (kind: string, value: string) => owner.post('/staff/privacy/find', { kind, value });
  const there = async (id: string) => (await house.store.loadConversation(id)) !== undefined;
  const seenOf = (text: string) => /name="seen" value="(\w+)"/.exec(text)?.[1] ?? '';

  async function actions(): Promise<readonly string[]> {
    const rows = await house.staff.listAudit({}, null, 50);
    const own = ['find-person', 'erase', 'export-person'];
    return rows
      .filter(({ action }) => own.includes(action))
      .map(({ action, subject, outcome }) => `${action} ${subject ?? ''} ${outcome}`)
      .reverse();
  }

  it('says how long things are kept, what patients are told, and what was last forgotten', async () => {
    const before = await owner.get('/staff/privacy');
    expect(words(before.text)).to.contain('90 The last word RETENTION_TRANSCRIPTS_DAYS');
    expect(words(before.text)).to.contain('has not ended yet');
    house.now = NOON + 91 * 86_400_000;
    await house.retention.run();
    const again = await house.enter(await house.hire('otto', 'owner'));
    const after = words((await again.get('/staff/privacy')).text);
    expect(after).to.contain('conversations 3, bookings and messages 0, rows of the audit log 0');
    expect(after).to.contain('Patients are told that chats are kept 90 days.');
    expect(after).not.to.contain('Erased again');
  });

  it('shows what is found in figures and dates, and no word of it', async () => {
    for (const [kind, value] of [
      ['reference', 'dn-7f3k'],
      ['phone', '+44 7700 900123'],
    ] as const) {
      const { text, status } = await find(kind, value);
      expect(status).to.equal(200);
      expect(words(text))
        .to.match(/Conversations 2 /)
        .and.to.match(/Bookings and messages 1 /);
      expect(words(text)).to.match(/Notes of the clinic 1 /);
      expect(text).to.contain('/staff/conversations/c2').and.to.contain('DN-7F3K');
      expect(text).not.to.match(/sore|Ana Lim|heel hurts|seen on Monday|\/c3/);
    }
    expect(words((await find('conversation', 'c3')).text)).to.match(/Conversations 1 /);
    expect((await find('email', 'nobody@mail.example')).text).to.contain('Nothing is kept');
  });

  it('looks for nobody by what everybody may have written, or by nothing', async () => {
    const { phone, email } = house.guide.content.clinic;
    for (const [kind, value, problem] of [
      ['phone', phone, 'own number'],
      ['email', email, 'own address'],
      ['phone', '12', 'too short'],
      ['email', 'ana', 'no e-mail'],
      ['reference', ' ', 'Say whom'],
      ['nonsense', 'c1', 'Say whom'],
    ] as const) {
      const { status, text } = await find(kind, value);
      expect(status, problem).to.equal(422);
      expect(text).to.contain(problem);
    }
    expect(await actions()).to.deep.equal([]);
  });

  it('hands out everything as a file, and writes down what', async () => {
    const seen = await owner.post('/staff/privacy/export', { kind: 'phone', value: PHONE });
    expect(seen.headers.get('content-disposition')).to.equal('attachment; filename=person.json');
    expect(seen.headers.get('cache-control')).to.equal('no-store');
    for (const part of ['is it sore?', 'Ana Lim', 'my heel hurts', 'seen on Monday', PHONE]) {
      expect(seen.text).to.contain(part);
    }
    expect(seen.text).not.to.contain('somebody else');
    const [request] = await house.staff.listRequests({}, null, 1);
    expect(await actions()).to.deep.equal([
      'find-person  done',
      'export-person c1 done',
      'export-person c2 done',
      `export-person ${request?.id} done`,
    ]);
  });

  it('erases after a second question, leaves everybody else, and notes it for old backups', async () => {
    const person = { kind: 'reference', value: 'DN-7F3K' };
    const first = await owner.post('/staff/privacy/erase', person);
    expect(first.text).to.contain('Old backups still hold it').and.to.contain('audit log: ids');
    const seen = seenOf(first.text);
    const unsure = await owner.post('/staff/privacy/erase', { ...person, seen });
    expect(unsure.status).to.equal(422);
    expect([await there('c1'), existsSync(house.erasedFile)]).to.deep.equal([true, false]);
    const done = await owner.post('/staff/privacy/erase', { ...person, seen, sure: 'yes' });
    expect(done.location).to.equal('/staff/privacy?done=erased');
    expect((await owner.get('/staff/privacy?done=erased')).text).to.contain('Erased.');
    expect([await there('c1'), await there('c2'), await there('c3')]).to.deep.equal([
      false,
      false,
      true,
    ]);
    expect(await house.staff.listRequests({}, null, 9)).to.deep.equal([]);
    expect(await house.staff.countConversations({ words: 'sore' }, 9)).to.equal(0);
    expect(readFileSync(house.erasedFile, 'utf8')).to.contain('"id":"c1"').and.contain('"id":"c2"');
    expect((await actions()).filter((row) => row.startsWith('erase'))).to.have.length(3);
  });

  it('asks again when something was added since it was looked at', async () => {
    const person = { kind: 'phone', value: PHONE, sure: 'yes' };
    const seen = seenOf((await owner.post('/staff/privacy/erase', person)).text);
    await house.store.saveTurn(answeredTurn(conversationAt('c4', 1), 'm1', `again, ${PHONE}`));
    const again = await owner.post('/staff/privacy/erase', { ...person, seen });
    expect(again.status).to.equal(422);
    expect(again.text).to.contain('since you looked');
    expect(await there('c1')).to.equal(true);
    await owner.post('/staff/privacy/erase', { ...person, seen: seenOf(again.text) });
    expect([await there('c1'), await there('c4')]).to.deep.equal([false, false]);
  });

  it('neither shows, hands out nor erases when the audit log cannot be written', async () => {
    const person = { kind: 'phone', value: PHONE };
    const seen = seenOf((await owner.post('/staff/privacy/erase', person)).text);
    auditWorks = false;
    for (const [path, form] of [
      ['find', person],
      ['export', person],
      ['erase', { ...person, seen, sure: 'yes' }],
    ] as const) {
      const answer = await owner.post(`/staff/privacy/${path}`, form);
      expect(answer.status, path).to.equal(503);
      expect(answer.text, path).not.to.match(/sore|c1|DN-7F3K/);
    }
    expect(await there('c1')).to.equal(true);
  });

  it('is led to from a conversation and from a booking, for owners only', async () => {
    const clinician = await house.enter(await house.hire('cleo', 'clinician'));
    const [request] = await house.staff.listRequests({}, null, 1);
    for (const path of ['/staff/conversations/c1', `/staff/bookings/${request?.id}`]) {
      expect((await owner.get(path)).text, path).to.contain('action="/staff/privacy/find"');
      expect((await clinician.get(path)).text, path).not.to.contain('/staff/privacy');
    }
  });

  it('keeps what was typed out of the database', async () => {
    await find('email', 'canary@mail.example');
    house.now += MINUTE;
    const rows = await house.database.query('select * from audit');
    expect(JSON.stringify(rows)).not.to.contain('canary');
  });
});
