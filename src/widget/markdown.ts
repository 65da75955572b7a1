/** What the words of a reply may hold besides plain text. */
export interface Marks {
  footnote(number: number): Node;
  /** Numbers that become links: the clinic's and the emergency number. */
  readonly dial: readonly string[];
}

/**
 * Draws the plain Markdown that content is written in (paragraphs, bullets, numbers, bold, italic,
 * links, footnote marks) as elements. Text only ever becomes text nodes, so nothing in it can act.
 */
export function drawMarkdown(text: string, marks: Marks): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const block of text.split(/\n{2,}/)) fragment.append(...drawBlock(block, marks));
  return fragment;
}

const ITEM = /^\s*(?:[-*]|(\d+)\.)\s+/;

/** A block is lines of a paragraph, lines of a list, or a paragraph with a list beneath it. */
function drawBlock(block: string, marks: Marks): readonly Node[] {
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
    into.append(...drawInline(line.replace(ITEM, '').trim(), marks));
  }
  return nodes;
}

const INLINE =
  /\*\*(?<bold>[^*]+)\*\*|(?<![\w])_(?<italic>[^_]+)_(?![\w])|\[(?<words>[^\]]+)\]\((?<url>[^)\s]+)\)|\[(?<mark>\d{1,2})\]/g;

function drawInline(text: string, marks: Marks): readonly (Node | string)[] {
  const parts: (Node | string)[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    parts.push(...drawNumbers(text.slice(from, match.index), marks.dial), drawMatch(match, marks));
    from = match.index + match[0].length;
  }
  parts.push(...drawNumbers(text.slice(from), marks.dial));
  return parts.filter((part) => part !== '');
}

function drawMatch(match: RegExpMatchArray, marks: Marks): Node {
  const { bold, italic, words, url, mark: number } = match.groups ?? {};
  if (bold !== undefined) return emphasised('strong', bold, marks);
  if (italic !== undefined) return emphasised('em', italic, marks);
  if (number !== undefined) return marks.footnote(Number(number));
  return drawLink(words ?? '', url ?? '');
}

function emphasised(name: 'strong' | 'em', text: string, { dial }: Marks): Node {
  const made = element(name);
  made.append(...drawNumbers(text, dial));
  return made;
}

/** A number that must be called is called by a tap. */
function drawNumbers(text: string, dial: readonly string[]): readonly (Node | string)[] {
  const exact = dial.map((number) => number.replace(/[+()]/g, '\\$&')).join('|');
  if (exact === '') return [text];
  return text
    .split(new RegExp(`(?<!\\d)(${exact})(?!\\d)`))
    .map((part, index) => (index % 2 === 0 ? part : drawLink(part, telephone(part))));
}

export function telephone(number: string): string {
  return `tel:${number.replace(/[^\d+]/g, '')}`;
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
