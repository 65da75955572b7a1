import type { ExplainedMatch, Explanation } from '../../core/conversation.ts';
import type { Content } from '../../core/guide.ts';
import { type Html, html } from '../../html.ts';
import type { TurnRecord } from '../../storage/staff-store.ts';
import { labels } from '../labels/house.ts';
import { subjectTitle, targetTitle } from '../naming.ts';
import { facts, table } from '../parts/table.ts';

const text = labels.why;
/** The one that was taken and two runners-up. */
const SHOWN = 3;

interface WhyView {
  readonly content: Content;
  readonly hide: (text: string) => string;
}

/** Why a turn ended as it did: in one line, and in full behind it. */
export function whyPart(view: WhyView, record: TurnRecord): Html {
  const { content } = view;
  const { decision, why } = record;
  const subject = subjectTitle(content, decision);
  const sure = 'confidence' in decision ? score(decision.confidence) : null;
  const because = html`<p class="because"><strong>${labels.endings[decision.kind]}</strong>${subject !== '' && html`: ${subject}`}</p>`;
  // A greeting has no reason but that somebody came.
  if (decision.kind === 'welcome') return because;
  return html`${because}
<details><summary>${sure === null ? text.why : text.whySure.replace('{score}', sure)}</summary>
${facts([
  [text.rule, decision.kind === 'urgent' || decision.kind === 'private' ? decision.rule : null],
  [text.entry, decision.kind === 'answer' ? decision.entries.join(', ') : null],
  [text.reason, decision.kind === 'unknown' ? decision.reason : null],
  [text.signs, why !== null && why.signs.length > 0 ? why.signs.map(view.hide).join('; ') : null],
])}
${why?.parts.map((part) => partOf(view, part))}
${facts([
  [text.version, versionOf(content, record.contentVersion)],
  [text.took, `${record.took.toFixed(1)} ms`],
])}
</details>`;
}

function versionOf(content: Content, version: string): string {
  const short = version.slice(0, 12);
  return version === content.version ? text.present.replace('{version}', short) : short;
}

function partOf(view: WhyView, part: Explanation['parts'][number]): Html {
  const { hide } = view;
  const [best] = part.matches;
  const matches = part.matches.slice(0, SHOWN);
  return html`${facts([
    [text.heard, hide(part.text)],
    [text.repaired, part.repaired === part.text ? null : hide(part.repaired)],
    [text.phrasing, best?.phrasing ?? null],
    [text.score, score(part.confidence)],
    [text.margin, score(part.margin)],
    [text.context, part.inContext ? text.inContext : null],
  ])}
${
  matches.length > 0 &&
  table(
    text.candidates,
    [text.candidate, text.score],
    matches.map((match) => matchRow(view, match)),
  )
}`;
}

function matchRow({ content }: WhyView, match: ExplainedMatch) {
  const title = targetTitle(content, match.target);
  return [html`${title}<br><span class="hint">${match.phrasing}</span>`, score(match.confidence)];
}

function score(value: number): string {
  return value.toFixed(2);
}
