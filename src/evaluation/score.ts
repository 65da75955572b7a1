import type { DecisionRecord } from './record.ts';
import { answersLabel, isAboutAftercare } from './topics.ts';

/** What was asked, as labelled by hand. */
export interface Labelled {
  readonly id: string;
  readonly text: string;
  readonly kind: 'faq' | 'clinic' | 'aftercare' | 'redflag' | 'booking' | 'offtopic' | 'smalltalk';
  readonly topic: string;
  readonly nearmiss: boolean;
}

/** How one decision measures against its label. */
export type Verdict = 'right' | 'choices' | 'unknown' | 'wrong' | 'false alarm' | 'miss';

/** Judges one decision: an answer is right by its topics, an urgent sign by its urgency. */
export function judge(question: Labelled, decision: DecisionRecord): Verdict {
  if (question.kind === 'redflag') return isAlarm(decision) ? 'right' : 'miss';
  if (decision.kind === 'urgent' && (question.kind !== 'aftercare' || isAlarm(decision))) {
    return 'false alarm';
  }
  switch (question.kind) {
    case 'faq':
    case 'clinic':
      return judgeAnswer(decision, (topic) => answersLabel(topic, question.topic));
    case 'aftercare':
      if (decision.kind === 'flow' && decision.flow === 'aftercare') return 'right';
      return judgeAnswer(decision, isAboutAftercare);
    case 'booking':
      return decision.kind === 'flow' ? 'right' : decision.kind === 'unknown' ? 'unknown' : 'wrong';
    case 'offtopic':
      return decision.kind === 'unknown' || decision.kind === 'smalltalk' ? 'right' : 'wrong';
    case 'smalltalk':
      return decision.kind === 'smalltalk'
        ? 'right'
        : decision.kind === 'unknown'
          ? 'unknown'
          : 'wrong';
  }
}

function isAlarm(decision: DecisionRecord): boolean {
  return decision.urgency === 'emergency' || decision.urgency === 'same-day';
}

function judgeAnswer(decision: DecisionRecord, fits: (topic: string) => boolean): Verdict {
  if (decision.kind === 'unknown') return 'unknown';
  if (decision.kind === 'answer') return decision.topics.some(fits) ? 'right' : 'wrong';
  if (decision.kind !== 'choices') return 'wrong';
  return decision.choices.some(({ topics }) => topics.some(fits)) ? 'choices' : 'wrong';
}

/** Counts of each verdict, and the share that is right. */
export interface Row {
  readonly name: string;
  readonly total: number;
  readonly counts: Readonly<Record<Verdict, number>>;
}

/** One row for each name a question falls under, in order of first appearance. */
export function tally(
  judged: readonly { readonly question: Labelled; readonly verdict: Verdict }[],
): readonly Row[] {
  const rows = new Map<string, Record<Verdict, number>>();
  for (const { question, verdict } of judged) {
    for (const name of namesOf(question)) {
      const counts = rows.get(name) ?? emptyCounts();
      counts[verdict] += 1;
      rows.set(name, counts);
    }
  }
  return [...rows].map(([name, counts]) => ({ name, counts, total: sum(Object.values(counts)) }));
}

function namesOf({ kind, nearmiss }: Labelled): readonly string[] {
  return nearmiss ? [kind, 'near misses'] : [kind];
}

function emptyCounts(): Record<Verdict, number> {
  return { right: 0, choices: 0, unknown: 0, wrong: 0, 'false alarm': 0, miss: 0 };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
