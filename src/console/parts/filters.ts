import { type Html, html } from '../../html.ts';
import { labels } from '../labels/house.ts';
import { address, changed } from './address.ts';
import { button, hidden } from './forms.ts';

/** A search field that keeps the other filters. */
export function searchBox(path: string, query: URLSearchParams, label: string, hint: string): Html {
  return html`<form method="get" action="${path}" class="search" role="search">
<label for="q">${label}</label>
<div class="pair"><input id="q" name="q" type="search" value="${query.get('q') ?? ''}" maxlength="200" aria-describedby="q-hint">
${others(query, ['q'])}${button(labels.filters.search, 'plain')}</div>
<p class="hint" id="q-hint">${hint}</p>
</form>`;
}

export interface Chip {
  readonly label: string;
  /** What it sets in the address; none for the one that clears everything. */
  readonly set: Readonly<Record<string, string>>;
}

/** Quick filters: each can be pressed on and off, and they add up. */
export function chips(
  path: string,
  query: URLSearchParams,
  label: string,
  all: readonly Chip[],
): Html {
  return html`<nav class="chips" aria-label="${label}"><ul>${all.map((chip) => chipOf(path, query, chip))}</ul></nav>`;
}

function chipOf(path: string, query: URLSearchParams, { label, set }: Chip): Html {
  const pairs = Object.entries(set);
  const clears = pairs.length === 0;
  const on = clears ? query.size === 0 : pairs.every(([name, value]) => query.get(name) === value);
  const changes = Object.fromEntries(pairs.map(([name, value]) => [name, on ? null : value]));
  const href = clears ? path : address(path, changed(query, changes));
  return html`<li><a href="${href}"${on && html` aria-current="true"`}>${label}</a></li>`;
}

/** The filters that are needed less often, behind one line; open while one of them is set. */
export function moreFilters(
  path: string,
  query: URLSearchParams,
  names: readonly string[],
  fields: Html,
  summary = labels.filters.more,
): Html {
  const open = names.some((name) => (query.get(name) ?? '') !== '');
  return html`<details class="more"${open && html` open`}><summary>${summary}</summary>
<form method="get" action="${path}" class="filters">${fields}${others(query, names)}
<div class="pair">${button(labels.filters.show)} <a href="${path}">${labels.filters.clear}</a></div></form>
</details>`;
}

/** What a form does not ask for rides along. */
function others(query: URLSearchParams, own: readonly string[]): readonly Html[] {
  return [...query]
    .filter(([name]) => !own.includes(name) && name !== 'after')
    .map(([name, value]) => hidden(name, value));
}
