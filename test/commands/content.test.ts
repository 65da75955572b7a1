import { spawn, spawnSync } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { freePort } from '../helpers/footnote.ts';
import { temporaryDirectory } from '../helpers/guide.ts';

describe('Commands for those who keep the content', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await temporaryDirectory();
    for (const name of ['knowledge', 'dialogs'])
      await cp(name, path.join(folder, name), { recursive: true });
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  function run(command: string, args: readonly string[] = []) {
    return spawnSync('npm', ['run', '--silent', command, '--', ...args], {
      encoding: 'utf8',
      env: { ...process.env, CONTENT_DIR: folder, DATA_DIR: folder },
    });
  }

  it('stop at content with errors, naming all of them, and start no server', async () => {
    const broken = path.join(folder, 'knowledge/does-it-hurt.md');
    await writeFile(
      broken,
      (await readFile(broken, 'utf8')).replace('status: draft', 'status: maybe'),
    );
    const { status, stderr } = run('ask', ['x']);
    expect(status).to.equal(1);
    expect(stderr).to.match(/knowledge\/does-it-hurt\.md:\d+ status: must be draft or signed/);
  });

  it('import drafts from a table, after a dry run that writes nothing', async () => {
    const table = path.join(folder, 'new.csv');
    await writeFile(table, 'question,answer\nMay I bring my dog inside?,Please ask us first.\n');
    const file = path.join(folder, 'knowledge/may-i-bring-my-dog-inside.md');
    expect(run('content:import', [table, '--dry-run']).status).to.equal(0);
    expect(await readFile(file, 'utf8').catch(() => null)).to.equal(null);
    expect(run('content:import', [table]).status).to.equal(0);
    expect(await readFile(file, 'utf8')).to.include('status: draft');
    expect(run('content:import', [table]).stderr).to.include('already');
  });

  it('make the QR code for the leaflet', async () => {
    expect(run('qr', [folder]).status).to.equal(0);
    expect(await readFile(path.join(folder, 'footnote-aftercare.svg'), 'utf8')).to.include('<svg');
    const png = await readFile(path.join(folder, 'footnote-aftercare.png'));
    expect(png.subarray(1, 4).toString()).to.equal('PNG');
  });

  it('reload content while it is edited, and say what changed', async () => {
    const server = spawn('npm', ['run', '--silent', 'dev'], {
      env: {
        ...process.env,
        CONTENT_DIR: folder,
        DATA_DIR: folder,
        SEARCH_DIR: path.resolve('data'),
        PORT: String(await freePort()),
      },
      detached: true,
    });
    try {
      let told = '';
      const says = (words: string) =>
        new Promise<void>((resolve) => {
          const look = () => told.includes(words) && resolve();
          server.stderr.on('data', look);
          look();
        });
      server.stderr.on('data', (chunk: Buffer) => {
        told += chunk.toString();
      });
      await says('Footnote is at');
      const file = path.join(folder, 'knowledge/does-it-hurt.md');
      await writeFile(file, `${await readFile(file, 'utf8')}\nOne more line.\n`);
      await says('entry does-it-hurt');
      await writeFile(file, 'broken');
      await says('the old stays');
    } finally {
      if (server.pid) process.kill(-server.pid, 'SIGTERM');
    }
  });
});
