import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { freshConversation } from '../../src/core/conversation.ts';
import { decide } from '../../src/core/decide.ts';
import { openStores, type Stores } from '../../src/storage/open.ts';
import type { DeskRequest, ListedConversation } from '../../src/storage/staff-store.ts';
import { openVault } from '../../src/storage/vault.ts';
import { realGuide, temporaryDirectory } from '../helpers/guide.ts';
import { answeredTurn, conversationAt } from '../helpers/turns.ts';

const UNTIL = Date.UTC(2026, 10, 23, 9);
const CONVERSATIONS = 100;
const OPTIONS = [
  ...['--conversations', String(CONVERSATIONS), '--days', '30', '--seed', '3'],
  ...['--until', new Date(UNTIL).toISOString()],
];

describe('The command that makes a demo up', () => {
  let folder: string;
  let again: string;

  before(async function () {
    // The search may have to learn changed content first.
    this.timeout(180_000);
    await realGuide();
    folder = await temporaryDirectory();
    again = await temporaryDirectory();
    const done = seed(folder, '--accounts', ...OPTIONS);
    expect(done.status, done.stderr).to.equal(0);
    expect(done.stdout.match(/\/staff\/set-up\/[\w-]{40,}/g)).to.have.length(3);
    expect(seed(again, ...OPTIONS).status).to.equal(0);
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await rm(again, { recursive: true, force: true });
  });

  function seed(directory: string, ...args: readonly string[]) {
    return spawnSync(process.execPath, ['--import', 'tsx', 'src/commands/seed-demo.ts', ...args], {
      encoding: 'utf8',
      env: {
        ...process.env,
        CONTENT_DIR: '.',
        DATA_DIR: directory,
        SEARCH_DIR: 'data',
        DATABASE_URL: '',
        KEY_FILE: '',
      },
    });
  }

  async function inside<T>(directory: string, work: (stores: Stores) => Promise<T>): Promise<T> {
    const sqlitePath = path.join(directory, 'footnote.sqlite');
    const vault = await openVault(path.join(directory, 'vault-key'));
    const stores = await openStores({ sqlitePath, vault });
    return work(stores).finally(() => stores.store.close());
  }

  const listAll = (directory: string): Promise<readonly ListedConversation[]> =>
    inside(directory, ({ staff }) => staff.listConversations({}, null, 1_000));
  const requests = (directory: string): Promise<readonly DeskRequest[]> =>
    inside(directory, ({ staff }) => staff.listRequests({}, null, 1_000));

  function said(directory: string) {
    return inside(directory, async ({ store, staff }) => {
      const all = await staff.listConversations({}, null, 1_000);
      const lines = [];
      for (const { id } of all) {
        for (const line of await store.readTranscript(id, 0, 500)) {
          const { from, sequence } = line;
          lines.push({ id, from, sequence, what: from === 'visitor' ? line.message : line.reply });
        }
      }
      return lines;
    });
  }

  it('says the same with the same seed, whoever works on it', async () => {
    const [one, other] = [await said(folder), await said(again)];
    expect(one.length).to.be.greaterThan(CONVERSATIONS * 4);
    expect(one).to.deep.equal(other);
  });

  it('makes every kind of ending up through the turn itself, within the month', async () => {
    const all = await listAll(folder);
    expect(all).to.have.length(CONVERSATIONS);
    const count = (fits: (one: ListedConversation) => boolean) => all.filter(fits).length;
    expect(count(({ urgency }) => urgency !== null)).to.be.within(1, 20);
    expect(count(({ unanswered }) => unanswered > 0)).to.be.within(5, 40);
    expect(count(({ booked }) => booked)).to.be.within(5, 40);
    expect(count(({ thumbsUp }) => thumbsUp > 0)).to.be.greaterThan(
      count(({ thumbsDown }) => thumbsDown > 0),
    );
    expect(new Set(all.map(({ channel }) => channel))).to.include('bot-framework');
    const month = 30 * 86_400_000;
    for (const { startedAt, lastAt } of all) {
      expect(startedAt).to.be.at.least(UNTIL - month);
      expect(lastAt).to.be.below(UNTIL);
    }
  });

  it('can be decided again: every turn ends as the content says', async () => {
    const guide = await realGuide();
    const turns = await inside(folder, ({ staff }) => staff.readTextTurns(null, 5_000));
    expect(turns.length).to.be.greaterThan(CONVERSATIONS);
    for (const { conversation, before, message, decision } of turns) {
      // What held a private number was not kept as it was typed.
      if (decision.kind === 'private') continue;
      const from = before ?? freshConversation(conversation, 'website', message.at);
      expect(decide(guide, from, message, 'AAAAAAAA').decision).to.deep.equal(decision);
    }
  });

  it('names nobody and no number that could be real', async () => {
    for (const { request } of await requests(folder)) {
      expect(request.name).to.match(/^[A-Z][a-z]+ (Demo|Sample|Example)$/);
      if (request.phone !== null) expect(request.phone).to.match(/^\+4420794609?\d{2,3}$/);
      if (request.email !== null) expect(request.email).to.match(/^[\w.]+@example\.com$/);
    }
  });

  it('leaves nothing for a relay to send', async () => {
    await inside(folder, async ({ store }) => {
      const due = await store.claimDeliveries(['email', 'webhook'], UNTIL * 2, UNTIL * 2 + 1, 999);
      expect(due).to.deep.equal([]);
    });
    const states = (await requests(folder)).flatMap(({ deliveries }) => deliveries);
    expect(states.length).to.be.greaterThan(5);
    expect(new Set(states.map(({ destination }) => destination))).to.deep.equal(new Set(['demo']));
  });

  it('does some of the work that staff do, and writes it down', async () => {
    const all = await listAll(folder);
    expect(all.filter(({ reviewed }) => reviewed).length).to.be.within(20, CONVERSATIONS - 20);
    const followed = (await requests(folder)).filter(({ status }) => status !== 'new');
    expect(followed.length).to.be.greaterThan(3);
    await inside(folder, async ({ staff }) => {
      expect((await staff.listSuggestions({}, null, 99)).length).to.be.greaterThan(1);
      expect(await staff.verifyAudit(() => undefined)).to.include({ kind: 'sound' });
      const accounts = await staff.listAccounts();
      expect(accounts.map(({ hasPassword }) => hasPassword)).to.deep.equal([false, false, false]);
    });
    await inside(again, async ({ staff }) => expect(await staff.countAccounts()).to.equal(0));
  });

  it('refuses a database in which anything was said or written down', async () => {
    const before = await listAll(again);
    const refused = seed(again, ...OPTIONS);
    expect(refused.status).to.equal(1);
    expect(refused.stderr).to.include('in use');
    expect(await listAll(again)).to.deep.equal(before);
    const real = await temporaryDirectory();
    await inside(real, ({ store }) =>
      store.saveTurn(answeredTurn(conversationAt('c1', 1), 'm1', 'is it sore?')),
    );
    expect(seed(real, ...OPTIONS).status).to.equal(1);
    expect(await listAll(real)).to.have.length(1);
    await rm(real, { recursive: true, force: true });
  });

  it('says what is wrong with an option', () => {
    for (const args of [
      ['--conversations', 'many'],
      ['--until', 'soon'],
      ['--sed', '1'],
    ]) {
      expect(seed(again, ...args).status, args.join(' ')).to.equal(2);
    }
  });
});
