import type { KnowledgeResult } from '../answer.ts';
import type { Offer, Outcome, Reply } from '../conversation.ts';
import type { Entry, Guide } from '../guide.ts';
import { fill } from '../messages.ts';
import { say, showEntry } from '../show.ts';
import { beginFlow } from './dialogs.ts';
import { outcome, repeatQuestion, type Step, type TurnInput } from './turn.ts';

type Result<Kind extends KnowledgeResult['kind']> = Extract<KnowledgeResult, { kind: Kind }>;

/** How many answers are remembered, for follow-up questions. */
const FOCUS = 3;

/** What the knowledge base says: an answer, choices, small talk. A running dialog then asks again. */
export const answerFromContent: Step = (turn) => {
  const knowledge = turn.knowledge();
  const answered = answer(turn, knowledge);
  return answered === null ? null : closeTurn(turn, { ...answered, why: whyOf(turn, knowledge) });
};

/** The honest end of the list: it is not known here, what comes near, and how to reach a person. */
export const admitNotKnowing: Step = (turn) => {
  const { guide, conversation, message } = turn;
  const knowledge = turn.knowledge();
  const nearest = knowledge.kind === 'unknown' ? entriesOf(guide, knowledge.nearest) : [];
  const confidence = knowledge.kind === 'unknown' ? knowledge.confidence : 0;
  const { messages } = guide.content;
  const text = guide.signedOnly && !anySigned(guide) ? messages.signedOnlyEmpty : messages.unknown;
  const ids = nearest.map(({ id }) => id);
  const ended = outcome(
    conversation,
    { kind: 'unknown', reason: 'not-known', nearest: ids, confidence },
    [
      say(
        text,
        nearest.map(({ title }) => title),
      ),
    ],
    { offer: offer('next', nearest, message.text) },
  );
  return closeTurn(turn, { ...ended, why: whyOf(turn, knowledge) });
};

function answer(turn: TurnInput, knowledge: KnowledgeResult): Outcome | null {
  switch (knowledge.kind) {
    case 'answer':
      return showAnswers(turn, knowledge);
    case 'choices':
      return offerChoices(turn, knowledge);
    case 'declined':
      return declined(turn);
    case 'refusal':
      return refuse(turn, knowledge);
    case 'smalltalk':
      return smallTalk(turn, knowledge);
    case 'flow':
    case 'unknown':
      return null;
  }
}

function showAnswers(turn: TurnInput, result: Result<'answer'>): Outcome {
  const { guide, conversation, moment } = turn;
  const { content } = guide;
  const entries = entriesOf(
    guide,
    result.answers.map((one) => one.entry),
  );
  const free = conversation.flow === null && result.flow === null;
  const next = free ? nextOf(guide, entries) : [];
  const replies: readonly Reply[] = [
    ...entries.map((entry, index) =>
      showEntry(content, entry, index === entries.length - 1 ? next.map(({ title }) => title) : []),
    ),
    ...result.unanswered.map((question) => say(fill(content.messages.unknownPart, { question }))),
  ];
  const shown = entries.map(({ id }) => id);
  const focus = [...new Set([...shown].reverse().concat(conversation.focus))].slice(0, FOCUS);
  const decision = { kind: 'answer', entries: shown, confidence: result.confidence } as const;
  const change = { focus, offer: offer('next', next, turn.message.text) };
  const answered = outcome(conversation, decision, replies, change);
  if (result.flow === null || conversation.flow !== null) return answered;
  const begun = beginFlow(guide, answered.conversation, result.flow, moment, {});
  return { ...begun, decision, replies: [...replies, ...begun.replies] };
}

function offerChoices(turn: TurnInput, result: Result<'choices'>): Outcome {
  const { messages } = turn.guide.content;
  const labels = result.options.map(({ label }) => label);
  const choices = result.options.map(({ target }) => target.replace(/^entry:/, ''));
  return outcome(
    turn.conversation,
    { kind: 'choices', choices, confidence: result.confidence },
    [say(messages.didYouMean, [...labels, messages.noneOfThese])],
    { offer: { kind: 'did-you-mean', options: result.options, question: result.question } },
  );
}

/** "None of these"; or "no" to follow-up questions, which only means that there are none. */
function declined({ guide, conversation }: TurnInput): Outcome {
  const { messages } = guide.content;
  if (conversation.offer?.kind === 'next') {
    const decision = { kind: 'smalltalk', topic: 'no-more' } as const;
    return outcome(conversation, decision, [say(messages.start)], { offer: null });
  }
  const decision = {
    kind: 'unknown',
    reason: 'none-of-these',
    nearest: [],
    confidence: 0,
  } as const;
  return outcome(conversation, decision, [say(messages.noneOfTheseReply)], { offer: null });
}

function refuse({ guide, conversation, message }: TurnInput, result: Result<'refusal'>): Outcome {
  const refusal = guide.content.refusals.get(result.id);
  const next = entriesOf(guide, refusal?.next ?? []);
  const { confidence, id: reason } = result;
  return outcome(
    conversation,
    { kind: 'unknown', reason, nearest: next.map(({ id }) => id), confidence },
    [
      say(
        refusal?.reply ?? guide.content.messages.unknown,
        next.map(({ title }) => title),
      ),
    ],
    { offer: offer('next', next, message.text) },
  );
}

function smallTalk(
  { guide, conversation, message }: TurnInput,
  { id }: Result<'smalltalk'>,
): Outcome {
  const reply = guide.content.smalltalk.get(id);
  const next = conversation.flow === null ? entriesOf(guide, reply?.next ?? []) : [];
  return outcome(
    conversation,
    { kind: 'smalltalk', topic: id },
    [
      say(
        reply?.reply ?? guide.content.messages.start,
        next.map(({ title }) => title),
      ),
    ],
    { offer: offer('next', next, message.text) },
  );
}

/** Adds what a "can it …?" question must carry (the signs to look for), and where a dialog stands. */
function closeTurn({ guide, conversation, screening }: TurnInput, ended: Outcome): Outcome {
  const { finding } = screening;
  const rule =
    finding?.kind === 'mention'
      ? guide.content.urgent.rules.find(({ id }) => id === finding.rule)
      : undefined;
  const signs = rule ? [say(`**${guide.content.messages.signs}**\n\n${rule.signs}`)] : [];
  const again = repeatQuestion(guide, conversation);
  return {
    ...ended,
    replies: [...(signs.length > 0 ? withSigns(ended.replies, signs) : ended.replies), ...again],
  };
}

/** The signs stand after the words and before the quick replies, which belong to the last reply. */
function withSigns(replies: readonly Reply[], signs: readonly Reply[]): readonly Reply[] {
  const choices = replies.at(-1)?.choices ?? [];
  const bare = replies.map((reply) => ({ ...reply, choices: [] }));
  return [...bare, ...signs.map((reply) => ({ ...reply, choices }))];
}

function whyOf({ screening }: TurnInput, { why }: KnowledgeResult): Outcome['why'] {
  return { ...why, signs: screening.signs };
}

function nextOf(guide: Guide, entries: readonly Entry[]): readonly Entry[] {
  const shown = new Set(entries.map(({ id }) => id));
  const ids = (entries.at(-1)?.next ?? []).filter((id) => !shown.has(id));
  return entriesOf(guide, ids);
}

/** Entries by id, without those that may not be shown. */
function entriesOf({ content, signedOnly }: Guide, ids: readonly string[]): readonly Entry[] {
  return ids.flatMap((id) => {
    const entry = content.entries.get(id);
    return entry === undefined || (signedOnly && entry.status === 'draft') ? [] : [entry];
  });
}

function anySigned({ content }: Guide): boolean {
  return [...content.entries.values()].some(({ status }) => status === 'signed');
}

function offer(kind: Offer['kind'], entries: readonly Entry[], question: string): Offer | null {
  if (entries.length === 0) return null;
  const options = entries.map(({ id, title }) => ({ label: title, target: `entry:${id}` }));
  return { kind, options, question };
}
