import { type Html, html } from '../../html.ts';
import { labels } from '../labels/house.ts';

/** What is wrong with each field that is, by the field's name. */
export type Problems = Readonly<Record<string, string>>;

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'password' | 'email' | 'search' | 'date' | 'datetime-local';
  readonly value?: string;
  readonly hint?: string;
  readonly autocomplete?: string;
  readonly required?: boolean;
  readonly inputmode?: 'numeric' | 'text';
  readonly maxlength?: number;
}

/** A labelled input. A problem is tied to it, and said in words. */
export function field(input: Field, problems: Problems = {}): Html {
  const { name } = input;
  return html`<div class="field">
${around(input, problems)}
<input id="${name}" name="${name}" type="${input.type ?? 'text'}" value="${input.value ?? ''}"${attributes(
    {
      autocomplete: input.autocomplete,
      inputmode: input.inputmode,
      maxlength: input.maxlength?.toString(),
      required: input.required === true ? '' : undefined,
      ...toldBy(input, problems),
    },
  )}>
</div>`;
}

export interface Area {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly rows: number;
  readonly hint?: string;
  readonly maxlength?: number;
}

/** The same over several lines. */
export function area(input: Area, problems: Problems = {}): Html {
  const { name, rows, value } = input;
  return html`<div class="field">
${around(input, problems)}
<textarea id="${name}" name="${name}" rows="${rows}"${attributes({
    maxlength: input.maxlength?.toString(),
    ...toldBy(input, problems),
  })}>${value}</textarea>
</div>`;
}

/** Label, hint and problem of an input. */
function around(
  { name, label, hint }: Pick<Field, 'name' | 'label' | 'hint'>,
  problems: Problems,
): Html {
  const problem = problems[name];
  return html`<label for="${name}">${label}</label>
${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
${problem && html`<p class="problem" id="${name}-problem">${problem}</p>`}`;
}

function toldBy({ name, hint }: Pick<Field, 'name' | 'hint'>, problems: Problems) {
  const problem = problems[name];
  const about = [hint && `${name}-hint`, problem && `${name}-problem`].filter(Boolean).join(' ');
  return {
    'aria-describedby': about === '' ? undefined : about,
    'aria-invalid': problem === undefined ? undefined : 'true',
  };
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A labelled drop-down list. */
export function select(
  name: string,
  label: string,
  choices: readonly Choice[],
  chosen: string,
  id = name,
): Html {
  return html`<div class="field">
<label for="${id}">${label}</label>
<select id="${id}" name="${name}">${choices.map(
    (choice) =>
      html`<option value="${choice.value}"${choice.value === chosen && html` selected`}>${choice.label}</option>`,
  )}</select>
</div>`;
}

/** One choice of several, all in sight. */
export function radios(
  name: string,
  legend: string,
  choices: readonly Choice[],
  chosen: string | null,
): Html {
  return html`<fieldset><legend>${legend}</legend>${choices.map(
    ({ value, label }, index) => html`
<div class="choice"><input type="radio" id="${name}-${index}" name="${name}" value="${value}"${value === chosen && html` checked`}>
<label for="${name}-${index}">${label}</label></div>`,
  )}</fieldset>`;
}

export function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

export function button(label: string, look: 'main' | 'plain' | 'grave' = 'main'): Html {
  return html`<button class="${look}">${label}</button>`;
}

/** A form that changes something: posted to a path below `/staff`. */
export function postForm(path: string, body: Html, className = ''): Html {
  return html`<form method="post" action="/staff${path}"${className !== '' && html` class="${className}"`}>${body}</form>`;
}

/** A button that does one thing. Fields it needs ride along. */
export function action(
  path: string,
  label: string,
  fields: Readonly<Record<string, string>> = {},
  look: 'main' | 'plain' | 'grave' = 'plain',
): Html {
  const inputs = Object.entries(fields).map(([name, value]) => hidden(name, value));
  return postForm(path, html`${inputs}${button(label, look)}`, 'inline');
}

/** At the top of a form that was refused: what is wrong, each leading to its field. */
export function problemSummary(problems: Problems): Html | false {
  const all = Object.entries(problems);
  if (all.length === 0) return false;
  return html`<div class="problems" role="alert">
<p>${labels.problems}</p>
<ul>${all.map(([name, text]) => html`<li><a href="#${name}">${text}</a></li>`)}</ul>
</div>`;
}

function attributes(all: Readonly<Record<string, string | undefined>>): readonly Html[] {
  return Object.entries(all)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => html` ${name}="${value}"`);
}
