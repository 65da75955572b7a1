import { type Html, html } from '../../html.ts';

type Cell = Html | string | number;

/**
 * A table with a caption and headings; the first cell of a row is its heading. On a narrow screen it
 * scrolls by itself, so it can be reached by keyboard.
 */
export function table(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
): Html {
  return html`<div class="scroll" role="group" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first, ...rest]) =>
      html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  )}</tbody>
</table></div>`;
}

/** Pairs of a name and what it is. */
export function facts(
  pairs: readonly (readonly [name: string, value: Cell | null | false])[],
): Html {
  const given = pairs.filter(([, value]) => value !== null && value !== false && value !== '');
  return html`<dl class="facts">${given.map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

/** A short word about something, such as "Urgent". The look never says more than the word. */
export function badge(text: string, look: 'alert' | 'warn' | 'good' | 'quiet' = 'quiet'): Html {
  return html`<span class="badge ${look}">${text}</span>`;
}
