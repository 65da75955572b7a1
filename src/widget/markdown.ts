/**
 * Draws the plain Markdown that content is written in (paragraphs, bullets, numbers, bold, italic,
 * links, footnote marks) as elements. Text only ever becomes text nodes, so nothing in it can act.
 */
export function drawMarkdown(
  text: string,
  footnoteMark: (number: number) => Node,
): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const block of text.split(/\n{2,}/)) fragment.append(...drawBlock(block, footnoteMark));
  return fragment;
}

const ITEM = /^\s*(?:[-*]|(\d+)\.)\s+/;

/** A block is lines of a paragraph, lines of a list, or a paragraph with a list beneath it. */
function drawBlock(block: string, mark: (number: number) => Node): readonly Node[] {
  const nodes: HTMLElement[] = [];
  for (const line of block.split('\n').filter((one) => one.trim() !== '')) {
    const item = ITEM.exec(line);
    const wanted = item === null ? 'P' : item[1] === undefined ? 'UL' : 'OL';
    let open = nodes.at(-1);
    if (open?.tagName !== wanted) {
      open = document.createElement(wanted);
      nodes.push(open);
    } else if (wanted === 'P') {
      open.append(' ');
    }
    const into = item === null ? open : open.appendChild(document.createElement('li'));
    into.append(...drawInline(line.replace(ITEM, '').trim(), mark));
  }
  return nodes;
}

const INLINE =
  /\*\*(?<bold>[^*]+)\*\*|(?<![\w])_(?<italic>[^_]+)_(?![\w])|\[(?<words>[^\]]+)\]\((?<url>[^)\s]+)\)|\[(?<mark>\d{1,2})\]/g;

function drawInline(text: string, mark: (number: number) => Node): readonly (Node | string)[] {
  const parts: (Node | string)[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    parts.push(text.slice(from, match.index), drawMatch(match, mark));
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts.filter((part) => part !== '');
}

function drawMatch(match: RegExpMatchArray, mark: (number: number) => Node): Node {
  const { bold, italic, words, url, mark: number } = match.groups ?? {};
  if (bold !== undefined) return element('strong', bold);
  if (italic !== undefined) return element('em', italic);
  if (number !== undefined) return mark(Number(number));
  return drawLink(words ?? '', url ?? '');
}

/** Only addresses that can be opened safely become links. */
export function drawLink(words: string, url: string): Node {
  if (!/^(https?:\/\/|tel:|mailto:)/i.test(url)) return document.createTextNode(words);
  const link = element('a', words);
  link.href = url;
  if (/^http/i.test(url)) {
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
  }
  return link;
}

/** An element with a class and text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text = '',
  className = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (text !== '') made.textContent = text;
  if (className !== '') made.className = className;
  return made;
}
