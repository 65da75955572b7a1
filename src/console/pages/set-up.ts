import { type Html, html } from '../../html.ts';
import { labels } from '../labels/house.ts';
import { button, field, type Problems, postForm, problemSummary } from '../parts/forms.ts';
import { facts } from '../parts/table.ts';
import { type Answer, page } from '../route.ts';

export interface SetUpForm {
  readonly token: string;
  /** True for the first owner, who also chooses a name. */
  readonly first: boolean;
  readonly username: string;
  readonly name: string;
  readonly provider: string | null;
}

export function setUpPage(form: SetUpForm, problems: Problems): Answer {
  const text = labels.setUp;
  const who = form.first
    ? html`${field({ name: 'name', label: text.name, value: form.name, autocomplete: 'name', required: true, maxlength: 100 }, problems)}
${field({ name: 'username', label: labels.signIn.username, value: form.username, hint: text.usernameHint, autocomplete: 'username', required: true, maxlength: 64 }, problems)}`
    : facts([
        [text.name, form.name],
        [labels.signIn.username, form.username],
      ]);
  const body = html`<p>${form.first ? text.first : text.other}</p>
${problemSummary(problems)}
${postForm(`/set-up/${form.token}`, html`${who}${passwordFields(problems)}${button(text.submit)}`, 'narrow')}
${
  form.provider !== null &&
  postForm(
    `/set-up/${form.token}/provider`,
    button(text.provider.replace('{provider}', form.provider), 'plain'),
    'narrow',
  )
}`;
  const wrong = Object.keys(problems).length > 0;
  return page(form.first ? text.firstTitle : text.title, body, wrong ? { status: 422 } : {});
}

/** A new password, twice. Pasting and password managers are welcome. */
export function passwordFields(problems: Problems): Html {
  const text = labels.password;
  return html`${field({ name: 'password', label: text.label, hint: text.hint, type: 'password', autocomplete: 'new-password', required: true }, problems)}
${field({ name: 'again', label: text.again, type: 'password', autocomplete: 'new-password', required: true }, problems)}`;
}
