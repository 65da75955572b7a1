import { type Html, html } from '../../html.ts';

const ITEM = /^\s*(?:[-*]|(\d+)\.)\s+/;
const INLINE =
  /\*\*(?<bold>[^*]+)\*\*|(?<![\w])_(?<italic>[^_]+)_(?![\w])|\[(?<words>[^\]]+)\]\((?<url>[^)\s]+)\)|\[(?<mark>\d{1,2})\]/g;

/** The plain Markdown of a reply as the patient saw it, escaped. Links are named, not followed. */
export function drawMarkdown(text: string): Html {
  return html`${text.split(/\n{2,}/).map(drawBlock)}`;
}

function drawBlock(block: string): readonly Html[] {
  const groups: { list: 'p' | 'ul' | 'ol'; lines: Html[] }[] = [];
  for (const line of block.split('\n').filter((one) => one.trim() !== '')) {
    const item = ITEM.exec(line);
    const list = item === null ? 'p' : item[1] === undefined ? 'ul' : 'ol';
    let group = groups.at(-1);
    if (group?.list !== list) {
      group = { list, lines: [] };
      groups.push(group);
    }
    group.lines.push(html`${drawInline(line.replace(ITEM, '').trim())}`);
  }
  return groups.map(({ list, lines }) => {
    if (list === 'p') return html`<p>${lines.map((line) => html`${line} `)}</p>`;
    const items = lines.map((line) => html`<li>${line}</li>`);
    return list === 'ul' ? html`<ul>${items}</ul>` : html`<ol>${items}</ol>`;
  });
}

function drawInline(text: string): readonly (Html | string)[] {
  const parts: (Html | string)[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    const { bold, italic, words, mark } = match.groups ?? {};
    const between = text.slice(from, match.index);
    const next = between === '' && text[from - 1] === ']';
    parts.push(between);
    if (bold !== undefined) parts.push(html`<strong>${bold}</strong>`);
    else if (italic !== undefined) parts.push(html`<em>${italic}</em>`);
    else if (mark !== undefined) parts.push(html`<sup>${next && ','}${mark}</sup>`);
    else parts.push(html`<u>${words}</u>`);
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts;
}
