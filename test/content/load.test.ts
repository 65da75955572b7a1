import { expect } from 'chai';
import fc from 'fast-check';
import { entryVersion } from '../../src/content/entry-version.ts';
import { fillFacts } from '../../src/content/fill.ts';
import { buildContent } from '../../src/content/load.ts';
import { ContentError, type Problem } from '../../src/content/problems.ts';
import { type ContentFile, contentVersion, readContentFiles } from '../../src/content/read.ts';

const ENTRY = 'knowledge/soreness-how-long.md';

describe('Content', () => {
  let files: readonly ContentFile[];

  before(async () => {
    files = await readContentFiles('.');
  });

  it('loads as it stands', () => {
    const content = buildContent(files);
    expect(content.entries.size).to.be.greaterThan(24);
    expect(content.flows.has('booking')).to.equal(true);
  });

  it('takes an answer for a draft once it says something else than was signed', () => {
    const signedAs = (version: string) =>
      buildContent(
        files.map((file) =>
          file.file === ENTRY
            ? {
                ...file,
                text: file.text.replace(
                  /^status:.*\nreviewer:.*\nreviewed:.*$/m,
                  `status: signed\nreviewer: A clinician\nreviewed: 2026-11-22\nsignedVersion: ${version}`,
                ),
              }
            : file,
        ),
      ).entries.get('soreness-how-long');
    const asItIs = buildContent(files).entries.get('soreness-how-long');
    if (asItIs === undefined) throw new Error('the entry must be there');
    expect(signedAs(entryVersion(asItIs))?.status).to.equal('signed');
    expect(signedAs('0123456789ab')?.status).to.equal('draft');
  });

  it('names file, line, field and what would be right', () => {
    const [problem] = problemsWith(ENTRY, (text) =>
      text.replace(/^status: .*$/m, 'status: perhaps'),
    );
    expect(problem).to.include({ file: ENTRY, field: 'status' });
    expect(lineOf(ENTRY, 'status: ')).to.equal(problem?.line);
    expect(problem?.message).to.include('draft or signed');
  });

  it('tells all problems of all files at once', () => {
    const problems = problemsIn(
      files.map((file) => {
        if (file.file === ENTRY)
          return { ...file, text: file.text.replace(/^status:.*$/m, 'status: perhaps') };
        if (file.file === 'dialogs/messages.yaml')
          return { ...file, text: file.text.replace('  apology:', '  apologie:') };
        return file;
      }),
    );
    expect(problems.map(({ file }) => file)).to.include.members([ENTRY, 'dialogs/messages.yaml']);
  });

  it('refuses a misspelt field instead of ignoring it', () => {
    const problems = problemsWith(ENTRY, (text) => text.replace(/^title:/m, 'titel:'));
    expect(problems.map(({ message }) => message).join()).to.include('titel');
  });

  it('refuses a file without front matter', () => {
    const [problem] = problemsWith(ENTRY, () => 'Just words.');
    expect(problem?.message).to.include('front matter');
  });

  it('refuses broken YAML with its line', () => {
    const [problem] = problemsWith(ENTRY, (text) => text.replace(/^title: /m, 'title: "'));
    expect(problem?.line).to.be.greaterThan(1);
  });

  it('refuses a link to an entry that is not there', () => {
    const problems = problemsWith(ENTRY, (text) =>
      text.replace(/^next: .*$/m, 'next: [no-such-entry]'),
    );
    expect(problems).to.have.length(1);
    expect(problems[0]).to.include({ field: 'next', line: lineOf(ENTRY, 'next: ') });
  });

  it('refuses a source that is not in the bibliography, and one that is marked but not listed', () => {
    const unknown = problemsWith(ENTRY, (text) => text.replaceAll('S43', 'S999'));
    expect(unknown.map(({ message }) => message).join()).to.include(
      'S999 is not in knowledge/sources.yaml',
    );
    const unlisted = problemsWith(ENTRY, (text) => `${text}\n\nMore.[^S2]\n`);
    expect(unlisted.map(({ message }) => message).join()).to.include(
      '[^S2] is marked in the text; list it',
    );
  });

  it('refuses a phrasing that belongs to two entries', () => {
    const phrasing = buildContent(files).entries.get('does-it-hurt')?.phrasings[0] ?? '';
    const problems = problemsWith(ENTRY, (text) =>
      text.replace(/^phrasings:\n/m, `phrasings:\n  - ${JSON.stringify(phrasing.toUpperCase())}\n`),
    );
    expect(problems.map(({ field }) => field)).to.deep.equal(['phrasings']);
  });

  it('refuses a place for a fact that the clinic has not filled in', () => {
    const problems = problemsWith(ENTRY, (text) => `${text}\n\nCall {{clinic.fax}}.\n`);
    expect(problems.map(({ message }) => message).join()).to.include('{{clinic.fax}} has no value');
  });

  it('refuses a signed entry without a reviewer', () => {
    const problems = problemsWith(ENTRY, (text) =>
      text.replace(/^status: draft$/m, 'status: signed'),
    );
    expect(problems.map(({ message }) => message).join()).to.include('reviewer');
  });

  it('refuses a country without a row of emergency numbers', () => {
    const problems = problemsWith('knowledge/clinic.yaml', (text) =>
      text.replace(/^country: GB$/m, 'country: AQ'),
    );
    expect(problems[0]).to.include({ field: 'country' });
  });

  it('has a version that any change of content changes, and line endings do not', () => {
    const version = contentVersion(files);
    const windows = files.map((file) => ({ ...file, text: file.text.replaceAll('\n', '\r\n') }));
    expect(contentVersion(windows)).to.equal(version);
    const changed = change(ENTRY, (text) => `${text} `);
    expect(contentVersion(changed)).to.not.equal(version);
  });

  it('leaves texts without places as they are', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('{{')),
        (text) => fillFacts(text, {}).text === text,
      ),
    );
  });

  function change(file: string, edit: (text: string) => string): readonly ContentFile[] {
    return files.map((one) => (one.file === file ? { file, text: edit(one.text) } : one));
  }

  function problemsWith(file: string, edit: (text: string) => string): readonly Problem[] {
    return problemsIn(change(file, edit));
  }

  function problemsIn(changed: readonly ContentFile[]): readonly Problem[] {
    try {
      buildContent(changed);
    } catch (error) {
      if (error instanceof ContentError) return error.problems;
      throw error;
    }
    throw new Error('the content should have been refused');
  }

  function lineOf(file: string, words: string): number {
    const text = files.find((one) => one.file === file)?.text ?? '';
    return text.split('\n').findIndex((line) => line.startsWith(words)) + 1;
  }
});
