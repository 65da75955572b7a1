import { type Html, html } from '../../html.ts';
import type { Account, Session } from '../../storage/staff-store.ts';
import { labels } from '../labels/house.ts';
import { action, button, type Problems, postForm, problemSummary } from '../parts/forms.ts';
import { badge, facts, stackingTable } from '../parts/table.ts';
import type { ClinicTime } from '../parts/when.ts';
import { type Answer, page } from '../route.ts';
import { currentPassword } from './codes.ts';
import { passwordFields } from './set-up.ts';

export interface MeView {
  readonly account: Account;
  readonly session: Session;
  readonly sessions: readonly Session[];
  readonly recoveryCodes: number;
  readonly provider: string | null;
  readonly problems: Problems;
  readonly time: ClinicTime;
}

const text = labels.me;

export function mePage(view: MeView): Answer {
  const { account, problems, provider } = view;
  const body = html`${problemSummary(problems)}
${facts([
  [labels.people.name, account.name],
  [labels.signIn.username, account.username],
  [labels.people.role, labels.roles[account.role]],
])}
<h2>${text.sessions}</h2>
${sessions(view)}
${action('/me/sessions/end-others', text.endOthers)}
<h2>${text.codes}</h2>
<p>${account.codes ? text.codesOn.replace('{count}', String(view.recoveryCodes)) : text.codesOff}</p>
${account.hasPassword && html`<p><a href="/staff/codes">${account.codes ? text.codesReplace : text.codesStart}</a></p>`}
${account.hasPassword && passwordPart(problems)}
${
  provider !== null &&
  html`<h2>${text.provider.replace('{provider}', provider)}</h2>
<p>${account.identity === null ? text.providerOff : text.providerOn}</p>
${account.identity === null && action('/me/provider', text.providerDo.replace('{provider}', provider))}`
}`;
  const wrong = Object.keys(problems).length > 0;
  return page(text.title, body, { section: 'me', ...(wrong && { status: 422 }) });
}

function sessions({ sessions, session, time }: MeView): Html {
  const rows = sessions.map((one) => [
    time.show(one.createdAt),
    time.show(one.lastSeenAt),
    one.address,
    browserOf(one.agent),
    one.id === session.id
      ? badge(text.thisOne, 'good')
      : action('/me/sessions/end', text.end, { session: one.id }),
  ]);
  return stackingTable(
    text.sessions,
    [text.began, text.seen, text.address, text.browser, text.end],
    rows,
  );
}

/** The name that people know it by. */
function browserOf(agent: string): string {
  const known = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari'].find((one) => agent.includes(one));
  const system = ['iPad', 'iPhone', 'Android', 'Windows', 'Mac OS', 'Linux'].find((one) =>
    agent.includes(one),
  );
  return [known, system].filter((one) => one !== undefined).join(', ') || text.unknownBrowser;
}

function passwordPart(problems: Problems): Html {
  return html`<h2>${text.password}</h2>
${postForm(
  '/me/password',
  html`${currentPassword(problems)}${passwordFields(problems)}${button(text.passwordDo)}`,
  'narrow',
)}`;
}
