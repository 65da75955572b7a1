import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { expect } from 'chai';
import { temporaryDirectory } from '../helpers/guide.ts';

const run = promisify(execFile);

/** What a command said, and its exit status. */
async function command(file: string, args: readonly string[], dataDirectory: string) {
  const env = {
    ...process.env,
    DATA_DIR: dataDirectory,
    KEY_FILE: `${dataDirectory}/keys/vault.key`,
  };
  const all = ['--import', 'tsx', `src/commands/${file}.ts`, ...args];
  try {
    const { stdout } = await run(process.execPath, all, { env });
    return { status: 0, said: stdout };
  } catch (error) {
    const failed = error instanceof Error && 'code' in error && 'stderr' in error ? error : null;
    return { status: Number(failed?.code), said: String(failed?.stderr) };
  }
}

describe('The account command', () => {
  it('creates, lists, resets and disables, and the audit log can be proven', async () => {
    const home = await temporaryDirectory();
    const account = (...args: string[]) => command('account', args, home);
    expect((await account('list')).said).to.contain('no accounts yet');
    const created = await account('create', 'Ana', '--name', 'Ana Lim', '--role', 'owner');
    expect(created.said).to.match(/\/staff\/set-up\/[\w-]{43}\n$/);
    expect((await account('list')).said).to.equal('ana\towner\tAna Lim\tlink not used yet\n');
    expect((await account('reset', 'ana')).said).to.match(/\/staff\/set-up\/[\w-]{43}\n$/);
    expect((await account('create', 'ana', '--role', 'owner')).status).to.equal(1);
    await account('create', 'rita', '--role', 'reception');
    expect((await account('disable', 'rita')).said).to.contain('rita is disabled');
    for (const wrong of [
      ['create', 'x'],
      ['create', 'ben', '--role', 'king'],
      ['reset', 'nobody'],
      [],
    ]) {
      expect((await account(...wrong)).status, wrong.join(' ')).to.equal(2);
    }
    const sound = await command('audit-verify', [], home);
    expect(sound.said).to.match(/^4 rows, unbroken/);
    const database = new Database(`${home}/footnote.sqlite`);
    database.exec('drop trigger audit_no_update');
    database.exec("update audit set actor = 'somebody' where sequence = 2");
    database.close();
    const broken = await command('audit-verify', [], home);
    expect(broken).to.deep.equal({
      status: 1,
      said: 'broken: row 2 was changed, or put in by hand\n',
    });
  });
});
