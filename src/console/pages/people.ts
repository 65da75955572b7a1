import { type Html, html } from '../../html.ts';
import type { Account } from '../../storage/staff-store.ts';
import { labels } from '../labels/house.ts';
import {
  action,
  button,
  field,
  type Problems,
  postForm,
  problemSummary,
  select,
} from '../parts/forms.ts';
import { badge, stackingTable } from '../parts/table.ts';
import type { ClinicTime } from '../parts/when.ts';
import { type Answer, page } from '../route.ts';

export interface PeopleView {
  readonly accounts: readonly Account[];
  readonly own: string;
  readonly typed: { readonly name: string; readonly username: string };
  readonly problems: Problems;
  readonly time: ClinicTime;
}

const text = labels.people;
const ROLES = Object.entries(labels.roles).map(([value, label]) => ({ value, label }));

export function peoplePage(view: PeopleView): Answer {
  const { accounts, problems, typed } = view;
  const rows = accounts.map((account) => [
    account.name,
    account.username,
    roleForm(account),
    state(account),
    view.time.showDate(account.createdAt),
    doing(account, view.own),
  ]);
  const columns = [
    text.name,
    labels.signIn.username,
    text.role,
    text.state,
    text.since,
    text.change,
  ];
  const body = html`${stackingTable(text.title, columns, rows)}
<h2>${text.add}</h2>
<p>${text.addHint}</p>
${problemSummary(problems)}
${postForm(
  '/people',
  html`${field({ name: 'name', label: text.name, value: typed.name, required: true, maxlength: 100, autocomplete: 'off' }, problems)}
${field({ name: 'username', label: labels.signIn.username, value: typed.username, hint: labels.setUp.usernameHint, required: true, maxlength: 64, autocomplete: 'off' }, problems)}
${select('role', text.role, ROLES, 'reception')}
<ul class="hint">${Object.values(text.roleHints).map((hint) => html`<li>${hint}</li>`)}</ul>
${button(text.addDo)}`,
  'narrow',
)}`;
  const wrong = Object.keys(problems).length > 0;
  return page(text.title, body, { section: 'people', ...(wrong && { status: 422 }) });
}

function roleForm({ id, role, name }: Account): Html {
  const label = text.roleOf.replace('{name}', name);
  return postForm(
    `/people/${id}/role`,
    html`<label class="unseen" for="role-${id}">${label}</label><select id="role-${id}" name="role">${ROLES.map(
      ({ value, label }) =>
        html`<option value="${value}"${value === role && html` selected`}>${label}</option>`,
    )}</select>${button(text.roleDo, 'plain')}`,
    'inline',
  );
}

function state(account: Account): Html {
  if (account.disabledAt !== null) return badge(text.disabled, 'alert');
  if (!account.hasPassword && account.identity === null) return badge(text.invited, 'warn');
  return html`${badge(text.active, 'good')}${account.codes && badge(text.codes)}${account.identity !== null && badge(text.provider)}`;
}

function doing({ id, disabledAt }: Account, own: string): Html {
  const can =
    disabledAt === null
      ? id !== own && action(`/people/${id}/disable`, text.disable, {}, 'grave')
      : action(`/people/${id}/enable`, text.enable);
  return html`${action(`/people/${id}/reset`, text.reset)}${can}`;
}

/** Shown once, to be handed over in person or by a channel that is trusted. */
export function linkPage(name: string, link: string): Answer {
  const body = html`<p>${text.link.replace('{name}', name)}</p>
<p><code class="long">${link}</code></p>
<p>${text.linkHint}</p>
<p><a href="/staff/people">${text.back}</a></p>`;
  return page(text.linkTitle, body, { section: 'people' });
}
