import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { chatInTerminal } from '../../src/channels/terminal.ts';
import type { Guide } from '../../src/core/guide.ts';
import { createSqlite, type TestDatabase } from '../helpers/databases.ts';
import { failingStore } from '../helpers/failing-store.ts';
import { realGuide } from '../helpers/guide.ts';
import { botDeps } from '../helpers/server.ts';

const ESCAPE = '\u001b[';

describe('A conversation in the terminal', () => {
  let guide: Guide;
  let database: TestDatabase;

  before(async () => {
    guide = await realGuide();
  });

  beforeEach(async () => {
    database = await createSqlite();
  });

  afterEach(() => database.drop());

  async function chat(lines: readonly string[], color = false, broken = false): Promise<string> {
    const store = failingStore(await database.open());
    if (broken) store.fail('saveTurn');
    const [input, output] = [new PassThrough(), new PassThrough()];
    const written: Buffer[] = [];
    output.on('data', (part: Buffer) => written.push(part));
    input.end(lines.map((line) => `${line}\n`).join(''));
    await chatInTerminal({ ...botDeps(guide), store, input, output, color });
    return Buffer.concat(written).toString();
  }

  it('welcomes, answers every line with its sources, and ends with its input', async () => {
    const shown = await chat(['does it hurt?', '', 'bye']);
    const { welcome, sources, notice } = guide.content.messages;
    const places = [welcome.slice(0, 40), sources, notice].map((part) => shown.indexOf(part));
    expect(places).to.deep.equal([...places].sort((one, other) => one - other));
    expect(Math.min(...places)).to.be.greaterThan(-1);
    expect(shown).to.include('  * Book an appointment');
  });

  it('is taken by the same bot, and saved as any other conversation', async () => {
    await chat(['does it hurt?']);
    const rows = await database.query("select id from conversations where channel = 'terminal'");
    expect(rows).to.have.lengthOf(1);
  });

  it('writes plain words where no colour is wanted', async () => {
    expect(await chat(['does it hurt?'])).to.not.include(ESCAPE);
    expect(await chat(['does it hurt?'], true)).to.include(ESCAPE);
    expect(await chat(['does it hurt?'])).to.not.match(/\*\*|<https/);
  });

  it('apologises when nothing can be saved, and goes on', async () => {
    const shown = await chat(['does it hurt?'], false, true);
    expect(shown.split(guide.content.messages.apology.slice(0, 40))).to.have.lengthOf(3);
  });
});
