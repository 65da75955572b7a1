import type { Content, Entry } from '../core/guide.ts';
import {
  distinctQuestions,
  ENTRY_ID,
  LONGEST_LINE,
  type Proposal,
  questionKey,
} from '../core/suggestion.ts';
import { addToList, setField } from './edit-front.ts';
import { entryVersion } from './entry-version.ts';
import { draftFile } from './exchange.ts';
import type { ContentFile } from './read.ts';

/** What became of one proposal; `there-already` is as good as done. */
export type ProposalOutcome =
  | { readonly kind: 'changed' }
  | { readonly kind: 'there-already' }
  | { readonly kind: 'refused'; readonly reason: string };

export interface Suggested {
  /** All content files as they would be. */
  readonly files: readonly ContentFile[];
  /** One for each proposal, in their order. */
  readonly outcomes: readonly ProposalOutcome[];
}

const CHANGED = { kind: 'changed' } as const;
/** Files that were signed by hand have none. */
const SIGNED_VERSION = /^signedVersion:/m;
const THERE = { kind: 'there-already' } as const;

/**
 * Turns proposals into changed files. `content` is what `files` hold now; a proposal that does not
 * fit is refused and leaves the others alone. Nothing is written.
 */
export function applyProposals(
  content: Content,
  files: readonly ContentFile[],
  proposals: readonly Proposal[],
): Suggested {
  const desk = new Desk(content, files);
  const outcomes = proposals.map((proposal) => apply(desk, proposal));
  return { files: desk.files(), outcomes };
}

function apply(desk: Desk, proposal: Proposal): ProposalOutcome {
  if (proposal.kind === 'draft') return addDraft(desk, proposal);
  const entry = desk.content.entries.get(proposal.entry);
  if (!entry) return refused(`there is no entry ${proposal.entry}`);
  switch (proposal.kind) {
    case 'phrasing':
    case 'test':
      return addQuestion(desk, entry, proposal);
    case 'sign-off':
      return signOff(desk, entry, proposal);
    case 'mark-draft':
      return markDraft(desk, entry);
  }
}

type Of<Kind extends Proposal['kind']> = Extract<Proposal, { kind: Kind }>;

function addQuestion(
  desk: Desk,
  entry: Entry,
  { kind, text }: Of<'phrasing' | 'test'>,
): ProposalOutcome {
  const words = text.trim();
  if (questionKey(words) === '' || words.length > LONGEST_LINE || /[\r\n]/.test(words)) {
    return refused(`a question is one line of at most ${LONGEST_LINE} letters`);
  }
  const holder = desk.holderOf(words);
  if (holder?.entry === entry.id && holder.kind === kind) return THERE;
  if (holder) return refused(`it is already a ${holder.kind} of ${holder.entry}`);
  desk.edit(entry.id, (file) =>
    addToList(file, kind === 'phrasing' ? 'phrasings' : 'tests', words),
  );
  desk.hold(words, { entry: entry.id, kind });
  return CHANGED;
}

function addDraft(desk: Desk, { entry, title, phrasings, body }: Of<'draft'>): ProposalOutcome {
  if (!ENTRY_ID.test(entry)) {
    return refused('an id is lower-case words joined by hyphens');
  }
  if (desk.has(entry)) return refused(`there is an entry ${entry} already`);
  const lines = [title, ...phrasings].map((line) => line.trim());
  if (lines.some((line) => line === '' || line.length > LONGEST_LINE || /[\r\n]/.test(line))) {
    return refused(`title and phrasings are lines of at most ${LONGEST_LINE} letters`);
  }
  if (phrasings.length === 0 || body.trim() === '') {
    return refused('a new entry needs a phrasing and an answer');
  }
  const taken = phrasings.map((phrasing) => desk.holderOf(phrasing)).find(Boolean);
  if (taken) return refused(`one of its phrasings is already a ${taken.kind} of ${taken.entry}`);
  const [first = '', ...rest] = lines;
  desk.add(entry, draftFile(entry, first, distinctQuestions(rest), body.trim()));
  for (const phrasing of phrasings) desk.hold(phrasing, { entry, kind: 'phrasing' });
  return CHANGED;
}

function signOff(desk: Desk, entry: Entry, proposal: Of<'sign-off'>): ProposalOutcome {
  const { reviewer, reviewed, reviewDue, version } = proposal;
  if (entryVersion(entry) !== version) {
    return refused('its words or sources are not those that were signed; sign it again');
  }
  return desk.edit(entry.id, (file) => {
    const signed = setField(setField(file, 'status', 'signed'), 'reviewer', reviewer.trim());
    const dated = setField(signed, 'reviewed', reviewed);
    const versioned = setField(dated, 'signedVersion', version, 'reviewed');
    return reviewDue === null && entry.reviewDue === null
      ? versioned
      : setField(versioned, 'reviewDue', reviewDue, 'reviewed');
  });
}

function markDraft(desk: Desk, entry: Entry): ProposalOutcome {
  return desk.edit(entry.id, (file) => {
    const fields = [
      'reviewer',
      'reviewed',
      ...(SIGNED_VERSION.test(file) ? ['signedVersion'] : []),
    ];
    return fields.reduce(
      (text, name) => setField(text, name, null),
      setField(file, 'status', 'draft'),
    );
  });
}

function refused(reason: string): ProposalOutcome {
  return { kind: 'refused', reason };
}

interface Holder {
  readonly entry: string;
  readonly kind: 'phrasing' | 'test';
}

/** The files while they are worked on, and where each question stands. */
class Desk {
  readonly content: Content;
  readonly #texts: Map<string, string>;
  readonly #holders = new Map<string, Holder>();

  constructor(content: Content, files: readonly ContentFile[]) {
    this.content = content;
    this.#texts = new Map(files.map(({ file, text }) => [file, text]));
    for (const { id, phrasings, tests } of content.entries.values()) {
      for (const text of phrasings) this.hold(text, { entry: id, kind: 'phrasing' });
      for (const text of tests) this.hold(text, { entry: id, kind: 'test' });
    }
  }

  files(): readonly ContentFile[] {
    return [...this.#texts]
      .map(([file, text]) => ({ file, text }))
      .sort((a, b) => (a.file < b.file ? -1 : 1));
  }

  has(entry: string): boolean {
    return this.#texts.has(fileOf(entry));
  }

  add(entry: string, text: string): void {
    this.#texts.set(fileOf(entry), text);
  }

  edit(entry: string, change: (text: string) => string): ProposalOutcome {
    const text = this.#texts.get(fileOf(entry));
    if (text === undefined) return refused(`there is no file of ${entry}`);
    const changed = change(text);
    this.#texts.set(fileOf(entry), changed);
    return changed === text ? THERE : CHANGED;
  }

  holderOf(text: string): Holder | undefined {
    return this.#holders.get(questionKey(text));
  }

  hold(text: string, holder: Holder): void {
    this.#holders.set(questionKey(text), holder);
  }
}

function fileOf(entry: string): string {
  return `knowledge/${entry}.md`;
}
