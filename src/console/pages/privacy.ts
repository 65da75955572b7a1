import { type Html, html } from '../../html.ts';
import type { LastRun, Retention } from '../../privacy/retention.ts';
import { privacyLabels } from '../labels/privacy.ts';
import { button, field, type Problems, postForm, problemSummary, select } from '../parts/forms.ts';
import { badge, facts, stackingTable } from '../parts/table.ts';
import type { ClinicTime } from '../parts/when.ts';
import { type Answer, page } from '../route.ts';

export interface PrivacyView {
  readonly days: Retention['days'];
  readonly last: LastRun | null;
  /** For how many days patients are told that chats are kept. */
  readonly told: number | null;
  readonly typed: { readonly kind: string; readonly value: string };
  readonly problems: Problems;
  readonly time: ClinicTime;
}

const text = privacyLabels;

export function privacyPage(view: PrivacyView): Answer {
  const { problems } = view;
  const body = html`${findPart(view)}
${retentionPart(view)}
<h2>${text.protection.title}</h2>
${facts(text.protection.rows.map(([what = '', how = '']) => [what, how] as const))}
<p class="hint">${around(text.protection.more, '{file}', html`<code>docs/privacy.md</code>`)}</p>`;
  const wrong = Object.keys(problems).length > 0;
  return page(text.title, body, { section: 'privacy', ...(wrong && { status: 422 }) });
}

function findPart({ typed, problems }: PrivacyView): Html {
  const kinds = Object.entries(text.find.kinds).map(([value, label]) => ({ value, label }));
  return html`<h2>${text.find.title}</h2>
<p>${text.find.lead}</p>
${problemSummary(problems)}
${postForm(
  '/privacy/find',
  html`${select('kind', text.find.kind, kinds, typed.kind)}
${field({ name: 'value', label: text.find.value, value: typed.value, hint: text.find.hint, required: true, maxlength: 300, autocomplete: 'off' }, problems)}
${button(text.find.submit)}`,
  'narrow',
)}`;
}

function retentionPart({ days, last, told, time }: PrivacyView): Html {
  const { rows, columns, title } = text.retention;
  const all = [
    [rows.transcripts, days.transcripts, 'RETENTION_TRANSCRIPTS_DAYS'],
    [rows.bookings, days.bookings, 'RETENTION_BOOKINGS_DAYS'],
    [rows.audit, days.audit, 'RETENTION_AUDIT_DAYS'],
  ] as const;
  const cells = all.map(([[what = '', from = ''], kept, setting]) => [
    what,
    kept,
    from,
    html`<code>${setting}</code>`,
  ]);
  return html`<h2>${title}</h2>
${stackingTable(title, columns, cells)}
<p>${told === null ? text.retention.toldNothing : text.retention.told.replace('{days}', String(told))}
${told !== null && told !== days.transcripts && badge(text.retention.differs, 'alert')}</p>
<p>${last === null ? text.retention.never : lastRun(last, time)}</p>`;
}

function lastRun(last: LastRun, time: ClinicTime): string {
  const { last: forgotten, restored } = text.retention;
  const whole = last.restored === 0 ? forgotten : `${forgotten} ${restored}`;
  const { at, ...counts } = last;
  return Object.entries(counts).reduce(
    (said, [name, count]) => said.replace(`{${name}}`, String(count)),
    whole.replace('{time}', time.show(at)),
  );
}

/** A sentence with something marked up in the middle of it. */
function around(sentence: string, mark: string, part: Html): Html {
  const [before = '', after = ''] = sentence.split(mark);
  return html`${before}${part}${after}`;
}
