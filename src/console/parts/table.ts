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

/**
 * The same for many columns: on a narrow screen each row becomes a block of named values. The roles
 * keep it a table for screen readers, whatever it looks like.
 */
export function stackingTable(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
): Html {
  return html`<table class="stacks" role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${headings.map((heading) => html`<th scope="col" role="columnheader">${heading}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map(
    ([first, ...rest]) =>
      html`<tr role="row"><th scope="row" role="rowheader">${first}</th>${rest.map(
        (cell, index) =>
          html`<td role="cell" data-name="${headings[index + 1]}"><div>${cell}</div></td>`,
      )}</tr>`,
  )}</tbody>
</table>`;
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
