import { expect } from 'chai';
import type { Proposal } from '../../src/core/suggestion.ts';
import { createPostgres } from '../helpers/databases.ts';
import { startTrialHouse, type TrialHouse } from './trial-house.ts';

const MISSED = 'zebra quantum flugelhorn 020 7946 0857';
const URGENT = 'my achilles snapped';
const PHRASING: Proposal = { kind: 'phrasing', entry: 'price', text: 'zebra quantum flugelhorn' };
const RULE = 'dialogs/urgent/achilles-pop.yaml';

const HOUSES: Readonly<Record<string, () => Promise<TrialHouse>>> = {
  SQLite: () => startTrialHouse(),
  async PostgreSQL() {
    const { databaseUrl } = (await createPostgres()).at;
    return startTrialHouse({ DATABASE_URL: databaseUrl ?? '' });
  },
};

describe('Trying a change in the console', function () {
  this.timeout(120_000);

  let house: TrialHouse;

  afterEach(() => house.stop());

  async function begin(settings: Readonly<Record<string, string>> = {}) {
    house = await startTrialHouse(settings);
    await house.ask('how much is it', MISSED, URGENT);
  }

  const open = async () =>
    (await house.stores.staff.listSuggestions({ state: 'open' }, null, 10)).map(({ id }) => id);
  const audit = async (action: string) =>
    (await house.stores.staff.listAudit({ action }, null, 10)).map(({ subject }) => subject);
  const apply = async (page: string) => {
    const [, version = ''] = /name="version" value="(\w+)"/.exec(page) ?? [];
    await house.owner.post('/staff/replay/apply', { version });
    return house.settle();
  };

  for (const [name, start] of Object.entries(HOUSES)) {
    it(`shows what would change, then writes exactly that and answers from it, on ${name}`, async () => {
      house = await start();
      await house.ask('how much is it', MISSED, URGENT);
      await house.suggest('s1', PHRASING);
      await house.suggest('s2', { kind: 'mark-draft', entry: 'zebras' });
      const before = await house.read('knowledge/price.md');
      const page = await house.try('suggestions');
      expect(page).to.contain('Better: was not known: 1').and.to.contain('The same: 2');
      expect(page).to.contain('flugelhorn [phone]').and.not.to.contain('7946');
      expect(page).to.contain('<ins>+  - zebra quantum flugelhorn</ins>');
      expect(page).to.contain('there is no entry zebras');
      expect(await house.read('knowledge/price.md')).to.equal(before);

      const done = await apply(page);
      expect(done).to.contain('The change was written on').and.to.contain('answered from it.');
      const after = await house.read('knowledge/price.md');
      expect(after).to.equal(before.replace('\ntests:', '\n  - zebra quantum flugelhorn\ntests:'));
      expect(await open()).to.deep.equal(['s2']);
      expect(await audit('apply')).to.include('s1');
      expect(await audit('open-trial')).not.to.deep.equal([]);
      expect(await house.try('suggestions')).to.contain('No question would end otherwise.');
    });
  }

  it('shows an urgent message that a broken folder would lose, before all else', async () => {
    await begin();
    expect(await house.try('folder')).to.contain('No question would end otherwise.');
    const rule = await house.read(RULE);
    await house.write(RULE, rule.replace(/when:\n( {2}- .*\n)+/, 'when:\n  - achilles exploded\n'));
    const page = await house.try('folder');
    expect(page).to.contain('Urgent lost: 1').and.to.contain('Do not start a server');
    expect(page).to.contain(URGENT).and.not.to.contain('Write this change');
  });

  it('writes nothing when a file was saved since it was tried', async () => {
    await begin();
    await house.suggest('s1', PHRASING);
    const page = await house.try('suggestions');
    const saved = `${await house.read('knowledge/hours.md')}\nMore words.\n`;
    await house.write('knowledge/hours.md', saved);
    expect(await apply(page)).to.contain('so nothing was written');
    expect(await house.read('knowledge/price.md')).not.to.contain('zebra');
    expect(await open()).to.deep.equal(['s1']);
  });

  it('applies what was tried, not what was suggested since; and nothing when some is gone', async () => {
    await begin();
    await house.suggest('s1', PHRASING);
    const page = await house.try('suggestions');
    await house.suggest('s2', { ...PHRASING, text: 'quark soup' });
    await apply(page);
    expect(await house.read('knowledge/price.md'))
      .to.contain('zebra')
      .and.not.to.contain('quark');
    expect(await open()).to.deep.equal(['s2']);

    const next = await house.try('suggestions');
    await house.stores.staff.closeSuggestions(['s2'], 'dropped', 1);
    const { text } = await house.owner.get('/staff/replay');
    expect(text).to.contain('closed or erased by now').and.not.to.contain('Write this change');
    expect(text).not.to.contain('quark soup');
    expect(await apply(next)).to.contain('so nothing was written');
  });

  it('says what is wrong with suggestions whose result would not be sound', async () => {
    await begin();
    await house.suggest('s1', {
      kind: 'draft',
      entry: 'zebras',
      title: 'Zebra?',
      phrasings: ['zebra quantum'],
      body: 'Dry needling cures zebras. It is guaranteed to work and has no risks.',
    });
    const page = await house.try('suggestions');
    expect(page).to.contain('would have errors').and.to.contain('knowledge/zebras.md');
  });

  it('keeps its hands off a folder that it may not write', async () => {
    await begin({ CONTENT_WRITABLE: 'false' });
    await house.suggest('s1', PHRASING);
    const page = await house.try('suggestions');
    expect(page).to.contain('may not write its content folder');
    expect(page).not.to.contain('Write this change');
    const [, version = ''] = /to (\w{12})</.exec(page) ?? [];
    expect(version).not.to.equal('');
    await house.owner.post('/staff/replay/apply', { version });
    await house.settle();
    expect(await house.read('knowledge/price.md')).not.to.contain('zebra');
    expect(await audit('apply')).to.deep.equal([]);
  });

  it('keeps no words of its own: what is erased is gone from the result', async () => {
    await begin();
    await house.suggest('s1', PHRASING);
    await house.try('suggestions');
    const ids = { conversations: ['talk-1'], requests: [] };
    await house.stores.privacy.erasePerson(ids, 1);
    const { text } = await house.owner.get('/staff/replay');
    expect(text).to.contain('Erased since').and.not.to.contain('call me on');
  });

  it('takes one at a time, can be stopped, and goes on serving meanwhile', async () => {
    await begin();
    await house.suggest('s1', PHRASING);
    await house.owner.post('/staff/replay', { subject: 'suggestions', last: '500' });
    await house.owner.post('/staff/replay', { subject: 'folder', last: '500' });
    const { text } = await house.owner.get('/staff/replay');
    expect(text).to.contain('<progress').and.to.contain('Stop it');
    expect((await fetch(`${house.url}/health/live`)).status).to.be.below(500);
    await house.owner.post('/staff/replay/stop');
    const stopped = (await house.owner.get('/staff/replay')).text;
    expect(stopped).to.contain('The trial was stopped.');
    expect(await house.try('folder')).to.contain('The content in its folder');
  });
});
