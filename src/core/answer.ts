import { withoutAsides } from './asides.ts';
import type { Conversation, Explanation } from './conversation.ts';
import { parseTarget } from './findables.ts';
import { isBare, readFollowUp, readOfferReply } from './follow-up.ts';
import { apart, type Heard, hear } from './hear.ts';
import type { Leaning } from './leaning.ts';
import { type Question, splitQuestions } from './questions.ts';
import { remembering } from './remembering.ts';
import { tidy } from './text.ts';
import { entryOf, mayShow, type Shelf, type Verdict, verdictOf } from './verdict.ts';

/** An entry to show and the words it answers. */
export interface Answered {
  readonly entry: string;
  readonly question: string;
  readonly confidence: number;
}

/** Something to press: a title and what it leads to. */
export interface Option {
  readonly label: string;
  readonly target: string;
}

/** What the knowledge base has to say to a message. `why` is kept for staff. */
export type KnowledgeResult = { readonly why: Explanation } & (
  | {
      readonly kind: 'answer';
      /** In the order asked; never empty, never the same entry twice. */
      readonly answers: readonly Answered[];
      /** Questions of the same message that were not understood. */
      readonly unanswered: readonly string[];
      /** A flow that the same message asked for, to be offered after the answers. */
      readonly flow: string | null;
      /** The lowest confidence among the answers. */
      readonly confidence: number;
    }
  | {
      readonly kind: 'choices';
      readonly options: readonly Option[];
      readonly question: string;
      readonly confidence: number;
    }
  /** "None of these" to an offer. `question` is the one that led to it. */
  | { readonly kind: 'declined'; readonly question: string }
  | {
      readonly kind: 'unknown';
      /** Entries that come nearest, nearest first, at most three. */
      readonly nearest: readonly string[];
      readonly confidence: number;
    }
  /** Not for this assistant; `id` names the fixed message. */
  | { readonly kind: 'refusal'; readonly id: string; readonly confidence: number }
  | { readonly kind: 'smalltalk'; readonly id: string; readonly confidence: number }
  | { readonly kind: 'flow'; readonly id: string; readonly confidence: number }
);

/** After this long a follow-up no longer leans on the last answer, in milliseconds. */
const focusLasts = 30 * 60_000;

/**
 * Decides what the knowledge base says to a message: first as a reply to what was just offered,
 * then as one or several questions.
 * @param at when the message was sent, in milliseconds since 1970 UTC
 */
export function answerFromKnowledge(
  guide: Shelf,
  conversation: Conversation,
  text: string,
  at: number,
): KnowledgeResult {
  // Readings of a message share words: each is searched for once.
  const shelf = { ...guide, search: remembering(guide.search) };
  return answerOffer(shelf, conversation, text) ?? answerQuestions(shelf, conversation, text, at);
}

function answerOffer(guide: Shelf, { offer }: Conversation, text: string): KnowledgeResult | null {
  const reply = readOfferReply(offer, text);
  if (offer === null || reply.kind === 'other') return null;
  const why: Explanation = { parts: [], signs: [] };
  if (reply.kind === 'declined') return { kind: 'declined', question: offer.question, why };
  if (reply.kind === 'which') {
    return {
      kind: 'choices',
      options: offer.options,
      question: offer.question,
      confidence: 1,
      why,
    };
  }
  return chosen(guide, reply.target, reply.label, why);
}

/** What a pressed option leads to: its own words were the question. */
function chosen(
  guide: Shelf,
  target: string,
  question: string,
  why: Explanation,
): KnowledgeResult | null {
  const parsed = parseTarget(target);
  if (parsed === null) return null;
  const { kind, id } = parsed;
  if (kind !== 'entry') return { kind, id, confidence: 1, why };
  if (!guide.content.entries.has(id)) return null;
  const answers = [{ entry: id, question, confidence: 1 }];
  return { kind: 'answer', answers, unanswered: [], flow: null, confidence: 1, why };
}

function answerQuestions(
  guide: Shelf,
  conversation: Conversation,
  text: string,
  at: number,
): KnowledgeResult {
  const fresh = at - conversation.lastAt <= focusLasts;
  const before = { focus: fresh ? conversation.focus : [], asked: askedLast(conversation) };
  const questions = withoutAsides(guide, splitQuestions(text));
  const followUp = before.focus.length > 0 ? readFollowUp(text) : null;
  const [question, ...more] = questions;
  const whole = followUp?.corrects ? { text, told: [] } : question;
  const leans = followUp && whole && (more.length === 0 || whole !== question);
  const heard = leans
    ? [hear(guide, whole, { followUp, ...before })]
    : hearAll(guide, questions, before);
  return combine(guide, text, heard);
}

/** The question that the last answer answered, kept with what it offers next. */
function askedLast({ offer }: Conversation): string | null {
  return offer?.kind === 'next' ? offer.question : null;
}

/** What was answered before a question, in the same message or the last one. */
type Before = Omit<Leaning, 'followUp'>;

/**
 * The questions of one message. One that says little by itself leans on the answer before it, or, where the
 * question before it has none, is read with it: "calpol for a toddler, how many ml and how often".
 */
function hearAll(guide: Shelf, questions: readonly Question[], last: Before): readonly Heard[] {
  let before = last;
  let open: readonly string[] = [];
  const next = ({ text, told }: Question): Heard => {
    const question = { text, told: isBare(text) ? [...open, ...told] : told };
    const heard = hearNext(guide, question, before);
    const verdict = verdictOf(guide, heard.found, heard.question);
    const isAnswered = verdict.kind === 'answer';
    if (isAnswered) before = { focus: [verdict.id], asked: text };
    open = isAnswered ? [] : [text];
    return heard;
  };
  return questions.flatMap((question) => apart(guide, question)).map(next);
}

function hearNext(guide: Shelf, question: Question, before: Before): Heard {
  const alone = hear(guide, question, null);
  const isAnswered = verdictOf(guide, alone.found, question.text).kind === 'answer';
  const followUp = before.focus.length > 0 ? readFollowUp(question.text) : null;
  if (followUp === null || (isAnswered && !followUp.bare)) return alone;
  const leaning = hear(guide, question, { followUp, ...before });
  const verdict = verdictOf(guide, leaning.found, question.text);
  return verdict.kind === 'answer' && !before.focus.includes(verdict.id) ? leaning : alone;
}

/** One result from the verdicts on each question, answers before everything else. */
function combine(guide: Shelf, text: string, heard: readonly Heard[]): KnowledgeResult {
  const why: Explanation = { parts: heard.map(({ part }) => part), signs: [] };
  const verdicts = heard.flatMap((each) => verdictsOn(guide, each, text));
  const answers = distinct(
    verdicts.flatMap((verdict) =>
      verdict.kind === 'answer'
        ? [{ entry: verdict.id, question: verdict.question, confidence: verdict.confidence }]
        : [],
    ),
  );
  if (answers.length === 0) return { ...foremost(verdicts, text), why };
  const flow = verdicts.find((verdict) => verdict.kind === 'flow');
  const unanswered = verdicts.filter(({ kind }) => kind === 'unknown' || kind === 'choices');
  return {
    kind: 'answer',
    answers,
    unanswered: unanswered.map(({ question }) => question),
    flow: flow?.kind === 'flow' ? flow.id : null,
    confidence: Math.min(...answers.map(({ confidence }) => confidence)),
    why,
  };
}

/** Words that, behind others, may tell of more than one thing. */
const joins = /(?<=\w\W+)(?:and|also|plus|both|either|neither|as well|too)\b/;
/** How likely a second entry must be to be wanted as well. */
const wantedToo = 0.3;

/**
 * The verdict on one question, and on the next likeliest entry where both may be meant: "I have a
 * pacemaker and a new knee, does that matter".
 */
function verdictsOn(guide: Shelf, { found, question }: Heard, text: string): readonly Verdict[] {
  const verdict = verdictOf(guide, found, question);
  const { confidence = 0, target = '' } =
    found.matches.filter((each) => mayShow(guide, each))[1] ?? {};
  const id = entryOf(guide, target)?.id;
  const isWanted = verdict.kind === 'answer' && confidence >= wantedToo && joins.test(tidy(text));
  return isWanted && id !== undefined
    ? [verdict, { kind: 'answer', id, question, confidence }]
    : [verdict];
}

function distinct(answers: readonly Answered[]): readonly Answered[] {
  const seen = new Set<string>();
  return answers.filter(({ entry }) => !seen.has(entry) && seen.add(entry));
}

/** Of messages without an answer: what a person would react to first. */
const order: readonly Verdict['kind'][] = ['flow', 'refusal', 'choices', 'unknown', 'smalltalk'];

type Unanswered = Exclude<Verdict, { readonly kind: 'answer' }>;

function foremost(verdicts: readonly Verdict[], text: string): Unanswered {
  const rest = verdicts.flatMap((verdict) => (verdict.kind === 'answer' ? [] : [verdict]));
  const first = order.flatMap((kind) => rest.filter((verdict) => verdict.kind === kind))[0];
  return first ?? { kind: 'unknown', nearest: [], confidence: 0, question: text };
}
