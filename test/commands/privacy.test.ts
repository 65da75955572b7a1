import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { openStores, type Stores } from '../../src/storage/open.ts';
import { openVault } from '../../src/storage/vault.ts';
import { temporaryDirectory } from '../helpers/guide.ts';
import { answeredTurn, bookingTurn, conversationAt } from '../helpers/turns.ts';

describe('Commands for privacy', () => {
  let folder: string;
  let keyFile: string;

  beforeEach(async () => {
    folder = await temporaryDirectory();
    keyFile = path.join(folder, 'vault-key');
    await inDatabase(async ({ store }) => {
      await store.saveTurn(answeredTurn(conversationAt('c1', 1), 'm1', 'is it sore?'));
      await store.saveTurn(
        bookingTurn(conversationAt('c1', 2), 'm2', 'DN-7F3K', { phone: '+447700900123' }),
      );
      await store.saveTurn(answeredTurn(conversationAt('c2', 1), 'm1', 'call me on 07700 900123'));
      await store.saveTurn(
        answeredTurn(conversationAt('c3', 1), 'm1', 'somebody else; your number is 020 7946 0018?'),
      );
    });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function inDatabase<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
    const sqlitePath = path.join(folder, 'footnote.sqlite');
    const stores = await openStores({ sqlitePath, vault: await openVault(keyFile) });
    return work(stores).finally(() => stores.store.close());
  }

  function run(command: string, ...args: readonly string[]) {
    return spawnSync(process.execPath, ['--import', 'tsx', `src/commands/${command}.ts`, ...args], {
      encoding: 'utf8',
      env: { ...process.env, CONTENT_DIR: '.', DATA_DIR: folder, DATABASE_URL: '', KEY_FILE: '' },
    });
  }

  const there = (id: string) =>
    inDatabase(async ({ store }) => (await store.loadConversation(id)) !== undefined);

  it('erase a person by a number as people write it, after saying what that is', async () => {
    const own = run('erase', '--phone', '020 7946 0018');
    expect(own.stderr).to.include("the clinic's own number");
    expect(own.status).to.equal(2);
    const told = run('erase', '--reference', 'dn-7f3k');
    expect(told.stdout).to.include('2 conversations and 1 requests would be erased');
    expect(await there('c1')).to.equal(true);
    const done = run('erase', '--phone', '+44 7700 900123', '--yes');
    expect(done.stdout, done.stderr).to.include('were erased');
    expect([await there('c1'), await there('c2'), await there('c3')]).to.deep.equal([
      false,
      false,
      true,
    ]);
    expect(await readFile(`${keyFile}.erased`, 'utf8')).to.include('"id":"c1"');
    const audit = await inDatabase(({ staff }) => staff.listAudit({ action: 'erase' }, null, 9));
    expect(audit).to.have.length(3);
    expect(run('erase', '--conversation', 'c1', '--yes').stdout).to.include('Nothing is kept');
  });

  it('hand out everything about a person, in a file for its owner only', async () => {
    const file = path.join(folder, 'person.json');
    expect(run('export-person', '--conversation', 'c1', '--output', file).status).to.equal(0);
    const text = await readFile(file, 'utf8');
    for (const words of ['is it sore?', 'Ana Lim', 'my heel hurts', 'DN-7F3K', 'export-person']) {
      expect(text).to.include(words);
    }
    expect(text).not.to.include('somebody else');
    expect(statSync(file).mode & 0o777).to.equal(0o600);
  });

  it('refuse to guess who is meant', () => {
    for (const args of [
      [],
      ['--phone', 'twelve'],
      ['--reference', 'a', '--email', 'b@c.example'],
    ]) {
      expect(run('export-person', ...args).status, args.join(' ')).to.equal(2);
    }
  });

  it('change the key, and take the old one away only when nothing needs it', async () => {
    const before = await readFile(keyFile, 'utf8');
    expect(run('keys-rotate').stdout).to.match(/\d+ values are sealed with the new key/);
    expect(await readFile(keyFile, 'utf8')).to.include(before.trim());
    expect(run('keys-rotate', '--retire').stdout).to.include('.retired');
    expect(await readFile(keyFile, 'utf8')).not.to.include(before.trim());
    expect(await readFile(`${keyFile}.retired`, 'utf8')).to.equal(before);
    expect(await there('c1')).to.equal(true);
    expect(run('keys-rotate', '--retire').stdout).to.include('but one key');
    expect(existsSync(`${keyFile}.erased`)).to.equal(false);
  });
});
