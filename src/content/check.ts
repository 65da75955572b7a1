import type { Content, Entry } from '../core/guide.ts';
import { forbiddenClaims } from './checks/claims.ts';
import { readingTrouble } from './checks/reading.ts';
import { changedSinceSigned } from './entry-version.ts';
import type { Problem } from './problems.ts';

/**
 * What a careful editor would say about content that is sound enough to load. Errors stop the build;
 * warnings are counted. `today` is an ISO date.
 */
export function reviewContent(content: Content, today: string): readonly Problem[] {
  return [
    ...[...content.entries.values()].flatMap((entry) => reviewEntry(entry, today)),
    ...fixedWords(content).flatMap(([file, field, text]) =>
      forbiddenClaims(text).map((claim) => problem('error', 'claim', file, field, claim)),
    ),
    ...uncoveredTopics(content),
    ...unusedSources(content),
  ];
}

/** Errors that the words of an answer have by themselves; as an editor says them. */
export function answerErrors(body: string): readonly string[] {
  return reviewBody('', body)
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
}

function reviewBody(file: string, body: string): readonly Problem[] {
  return [
    ...forbiddenClaims(body).map((claim) => problem('error', 'claim', file, '', claim)),
    ...readingTrouble(body).map(({ rule, message }) => {
      const severity = rule === 'reading-age-too-high' ? 'error' : 'warning';
      return problem(severity, rule, file, '', message);
    }),
  ];
}

function reviewEntry(entry: Entry, today: string): readonly Problem[] {
  const file = `knowledge/${entry.id}.md`;
  const found = [...reviewBody(file, entry.body)];
  if (entry.topics.length === 0) {
    found.push(problem('warning', 'no-topic', file, 'topics', 'name what it is about'));
  }
  if (entry.tests.length === 0) {
    const message = 'write three questions, worded otherwise, that must find it';
    found.push(problem('warning', 'no-tests', file, 'tests', message));
  }
  if (entry.status === 'draft') {
    found.push(problem('warning', 'unsigned', file, 'status', 'no clinician has signed it yet'));
  }
  if (changedSinceSigned(entry)) {
    const message = 'its words or sources are not those that were signed; have it signed again';
    found.push(problem('warning', 'changed-since-signed', file, 'status', message));
  }
  if (entry.reviewDue !== null && entry.reviewDue < today) {
    const message = `review was due on ${entry.reviewDue}`;
    found.push(problem('warning', 'review-due', file, 'reviewDue', message));
  }
  return found;
}

/** File, field and text of every fixed word that a visitor may read. */
function fixedWords(content: Content): readonly (readonly [string, string, string])[] {
  const replies = (file: string, of: Content['smalltalk']) =>
    [...of.values()].map(({ id, reply }) => [file, id, reply] as const);
  return [
    ...Object.entries(content.messages).map(
      ([name, text]) => ['dialogs/messages.yaml', name, text] as const,
    ),
    ...replies('dialogs/smalltalk.yaml', content.smalltalk),
    ...replies('dialogs/refusals.yaml', content.refusals),
    ...content.urgent.rules.map(
      ({ id, message }) => [`dialogs/urgent/${id}.yaml`, 'message', message] as const,
    ),
  ];
}

function uncoveredTopics(content: Content): readonly Problem[] {
  const covered = new Set([...content.entries.values()].flatMap((entry) => entry.topics));
  return content.topics
    .filter((topic) => !covered.has(topic))
    .map((topic) => {
      const message = `no entry answers ${topic}`;
      return problem('warning', 'uncovered-topic', 'knowledge/topics.yaml', topic, message);
    });
}

function unusedSources(content: Content): readonly Problem[] {
  const used = new Set([
    ...[...content.entries.values()].flatMap((entry) => entry.sources.map(({ id }) => id)),
    ...content.urgent.rules.flatMap((rule) => rule.sources),
  ]);
  return [...content.sources.keys()]
    .filter((id) => !used.has(id))
    .map((id) => {
      const message = 'is named by no entry and no urgent rule';
      return problem('warning', 'unused-source', 'knowledge/sources.yaml', id, message);
    });
}

function problem(
  severity: Problem['severity'],
  rule: string,
  file: string,
  field: string,
  message: string,
): Problem {
  return { severity, rule, file, line: 1, field, message };
}
