import { html } from '../../html.ts';
import { labels } from '../labels/house.ts';
import { button, field, hidden, postForm, problemSummary } from '../parts/forms.ts';
import { type Answer, page } from '../route.ts';

export interface SignInForm {
  /** Where to go afterwards. */
  readonly next: string | null;
  readonly provider: string | null;
  readonly username?: string;
  readonly problem?: string;
}

export function signInPage({ next, provider, username = '', problem }: SignInForm): Answer {
  const problems = problem === undefined ? {} : { username: problem };
  const text = labels.signIn;
  const body = html`${problemSummary(problems)}
${postForm(
  '/sign-in',
  html`${field({ name: 'username', label: text.username, value: username, autocomplete: 'username', required: true })}
${field({ name: 'password', label: text.password, type: 'password', autocomplete: 'current-password', required: true })}
${hidden('next', next ?? '')}
${button(text.submit)}`,
  'narrow',
)}
${
  provider !== null &&
  postForm(
    '/sign-in/provider',
    button(text.provider.replace('{provider}', provider), 'plain'),
    'narrow',
  )
}
<p class="hint">${text.lost}</p>`;
  return page(text.title, body, problem === undefined ? {} : { status: 401 });
}

export function codePage({ next, problem }: { next: string | null; problem?: string }): Answer {
  const text = labels.code;
  const problems = problem === undefined ? {} : { code: problem };
  const body = html`${problemSummary(problems)}
${postForm(
  '/code',
  html`${field(
    {
      name: 'code',
      label: text.label,
      hint: text.hint,
      autocomplete: 'one-time-code',
      required: true,
      maxlength: 40,
    },
    problems,
  )}
${hidden('next', next ?? '')}
${button(text.submit)}`,
  'narrow',
)}
${postForm('/sign-out', button(text.cancel, 'plain'), 'narrow')}`;
  return page(text.title, body, problem === undefined ? {} : { status: 401 });
}

export function signedOutPage(): Answer {
  const text = labels.signedOut;
  const body = html`<p>${text.text}</p><p><a href="/staff/sign-in">${text.again}</a></p>`;
  return page(text.title, body, { clearCache: true });
}
