import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { exportEntries, importEntries, inert } from '../../src/content/exchange.ts';
import { buildContent, loadContent } from '../../src/content/load.ts';
import { readContentFiles } from '../../src/content/read.ts';

describe('The exchange of content with other products', () => {
  it('writes every entry with all its questions as CSV', async () => {
    const content = await loadContent('.');
    const rows: unknown = parse(exportEntries(content, 'csv'), { columns: true });
    const questions = [...content.entries.values()].flatMap((entry) => entry.phrasings).length;
    expect(rows).to.have.length(content.entries.size + questions);
    expect(rows).to.have.nested.property('[0].answer').that.does.not.include('[^');
  });

  it('reads back what it wrote, as drafts of the same answers', async () => {
    const content = await loadContent('.');
    for (const format of ['csv', 'tsv'] as const) {
      const back = importEntries(`all.${format}`, exportEntries(content, format), new Set());
      if (!back.ok) throw new Error(JSON.stringify(back.problems));
      expect(back.files, format).to.have.length(content.entries.size);
    }
  });

  it('makes entries that load', async () => {
    const table =
      'Question,Answer\nCan I bring my dog to Foxglove?,Please ask us first.\nare dogs welcome here,Please ask us first.\n';
    const imported = importEntries('pets.csv', table, new Set());
    if (!imported.ok) throw new Error('should be imported');
    const content = buildContent([...(await readContentFiles('.')), ...imported.files]);
    const entry = content.entries.get('can-i-bring-my-dog-to-foxglove');
    expect(entry?.phrasings).to.deep.equal([
      'Can I bring my dog to Foxglove?',
      'are dogs welcome here',
    ]);
    expect(entry?.status).to.equal('draft');
  });

  it('names the line of every row that is wrong, and imports nothing', () => {
    const imported = importEntries(
      'bad.csv',
      'question,answer\nwhat,\n,that\nsame,one\nsame,two\n',
      new Set(),
    );
    if (imported.ok) throw new Error('should be refused');
    expect(imported.problems.map(({ line, field }) => `${line} ${field}`)).to.deep.equal([
      '2 answer',
      '3 question',
      '5 question',
    ]);
  });

  it('says which column is missing', () => {
    const imported = importEntries('bad.csv', 'q,a\nwhat,that\n', new Set());
    if (imported.ok) throw new Error('should be refused');
    expect(imported.problems.map(({ field }) => field)).to.deep.equal(['question', 'answer']);
  });

  it('never writes a cell that a spreadsheet would run', () => {
    fc.assert(fc.property(fc.string(), (cell) => !/^[=+\-@\t\r]/.test(inert(cell))));
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('a.csv', 'a.tsv'), (text, file) => {
        importEntries(file, text, new Set());
      }),
    );
  });
});
