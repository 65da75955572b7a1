import { type Html, html } from '../../html.ts';
import { labels } from '../labels/house.ts';
import { button, field, type Problems, postForm, problemSummary } from '../parts/forms.ts';
import { type Answer, page } from '../route.ts';

/** On the way in the password was given just now; from within it is asked for again. */
export function startCodesPage(required: boolean, problems: Problems): Answer {
  const text = labels.codes;
  const password = required ? null : currentPassword(problems);
  const body = html`<p>${required ? text.required : text.replace}</p>
<p>${text.app}</p>
${problemSummary(problems)}
${postForm('/codes/start', html`${password}${button(text.start)}`, 'narrow')}`;
  return page(text.title, body, Object.keys(problems).length > 0 ? { status: 401 } : {});
}

export function currentPassword(problems: Problems): Html {
  return field(
    {
      name: 'current',
      label: labels.me.currentPassword,
      type: 'password',
      autocomplete: 'current-password',
      required: true,
    },
    problems,
  );
}

export function codesPage(picture: Html, spelled: string, problem?: string): Answer {
  const text = labels.codes;
  const problems = problem === undefined ? {} : { code: problem };
  const body = html`${problemSummary(problems)}
<ol class="steps">
<li><p>${text.scan}</p><div class="qr" role="img" aria-label="${text.picture}">${picture}</div>
<p>${text.spell} <code>${spelled}</code></p></li>
<li>${postForm(
    '/codes',
    html`${field(
      {
        name: 'code',
        label: text.prove,
        autocomplete: 'one-time-code',
        inputmode: 'numeric',
        required: true,
        maxlength: 10,
      },
      problems,
    )}${button(text.submit)}`,
    'narrow',
  )}</li>
</ol>`;
  return page(text.title, body, problem === undefined ? {} : { status: 401 });
}

/** Shown once: only digests are kept. */
export function recoveryPage(codes: readonly string[]): Extract<Answer, { kind: 'page' }> {
  const text = labels.codes;
  const body = html`<p>${text.recovery}</p>
<ul class="codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
<p>${text.once}</p>
<p><a class="button" href="/staff">${text.kept}</a></p>`;
  return { kind: 'page', title: text.recoveryTitle, body };
}
