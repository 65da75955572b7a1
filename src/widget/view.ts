import type { ShownActivity, ShownReply } from './activities.ts';
import { drawLink, drawMarkdown, element, telephone } from './markdown.ts';
import type { Labels, Settings } from './settings.ts';

/** What the visitor can do; `chat.ts` says what happens then. */
export interface Actions {
  send(text: string): void;
  retry(clientId: string): void;
  vote(reply: string, helpful: boolean): void;
  restart(): void;
  close(): void;
}

/**
 * Draws the chat. The log is there before the first message and only ever grows, so that screen
 * readers announce each message once; a new message never moves the focus.
 */
export class View {
  readonly #labels: Labels;
  readonly #actions: Actions;
  readonly #dial: readonly string[];
  readonly #log = element('div', '', 'log');
  readonly #status = element('p', '', 'status');
  readonly #input = element('textarea');
  readonly #mine = new Map<string, HTMLElement>();
  #choices: HTMLElement | null = null;

  constructor(root: HTMLElement, settings: Settings, framed: boolean, actions: Actions) {
    const { labels, phone, dial } = settings;
    this.#labels = labels;
    this.#dial = dial;
    this.#actions = actions;
    root.append(this.#header(framed, phone), this.#dressLog(), this.#status, this.#form());
    this.#status.setAttribute('role', 'status');
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && framed) actions.close();
    });
  }

  focusInput(): void {
    this.#input.focus();
  }

  /** One line of state: connection trouble, or that a reply is being written. */
  status(text: string): void {
    if (this.#status.textContent !== text) this.#status.textContent = text;
  }

  clear(): void {
    this.#log.replaceChildren();
    this.#mine.clear();
    this.#choices = null;
  }

  /** The visitor's own words, shown at once and marked when the server has them. */
  mine(clientId: string, text: string, sent: boolean): void {
    let message = this.#mine.get(clientId);
    if (!message) {
      this.#dropChoices();
      message = this.#message('visitor', this.#labels.you);
      message.append(element('p', text));
      this.#mine.set(clientId, message);
      this.#append(message);
    }
    message.classList.toggle('pending', !sent);
    message.querySelector('.failed')?.remove();
  }

  /** Says that a message did not reach the server, with a way to try again. */
  failed(clientId: string): void {
    const message = this.#mine.get(clientId);
    if (!message || message.querySelector('.failed')) return;
    const line = element('p', `${this.#labels.failed} `, 'failed');
    line.append(button(this.#labels.retry, 'retry', () => this.#actions.retry(clientId)));
    message.append(line);
  }

  /** A reply of the assistant. */
  reply(activity: ShownActivity): void {
    const reply = activity.reply ?? plainReply(activity.text);
    const message = this.#message(`assistant ${reply.kind}`, this.#labels.assistant);
    const idOf = (number: number) => `source-${activity.id.replace(/\W/g, '-')}-${number}`;
    message.append(
      drawMarkdown(reply.text, {
        footnote: (number) => this.#mark(number, idOf(number)),
        dial: this.#dial,
      }),
    );
    if (reply.kind === 'answer') message.append(...this.#beneath(activity.id, reply, idOf));
    this.#dropChoices();
    this.#append(message);
    if (reply.choices.length > 0) this.#offer(reply.choices);
  }

  #header(framed: boolean, phone: string): HTMLElement {
    const header = element('header');
    const words = element('div', '', 'words');
    words.append(element('h1', this.#labels.title), element('p', this.#labels.subtitle));
    const tools = element('div', '', 'tools');
    tools.append(
      drawLink(this.#labels.call, telephone(phone)),
      button(this.#labels.restart, 'restart', () => this.#actions.restart()),
    );
    header.append(words);
    if (framed) {
      const close = button('×', 'close', () => this.#actions.close());
      close.setAttribute('aria-label', this.#labels.close);
      header.append(close);
    }
    header.append(tools);
    return header;
  }

  #dressLog(): HTMLElement {
    this.#log.setAttribute('role', 'log');
    this.#log.setAttribute('aria-label', this.#labels.log);
    this.#log.tabIndex = 0;
    return this.#log;
  }

  #form(): HTMLElement {
    const form = element('form');
    const label = element('label', this.#labels.input, 'hidden');
    const input = this.#input;
    input.id = label.htmlFor = 'input';
    input.rows = 1;
    input.maxLength = 4000;
    input.placeholder = this.#labels.placeholder;
    input.autocomplete = 'off';
    const send = element('button', this.#labels.send);
    form.append(label, input, send);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    return form;
  }

  #submit(): void {
    const text = this.#input.value.trim();
    if (text === '') return;
    this.#input.value = '';
    this.#actions.send(text);
  }

  #message(className: string, author: string): HTMLElement {
    const message = element('div', '', `message ${className}`);
    message.append(element('span', `${author}: `, 'hidden'));
    return message;
  }

  #mark(number: number, target: string): Node {
    const mark = element('sup');
    const link = element('a', String(number));
    link.href = `#${target}`;
    link.setAttribute('aria-label', this.#labels.sourceOf.replace('{number}', String(number)));
    mark.append(link);
    return mark;
  }

  #beneath(id: string, reply: ShownReply, idOf: (number: number) => string): readonly Node[] {
    const parts: Node[] = [];
    if (reply.footnotes.length > 0) parts.push(this.#footnotes(reply, idOf));
    parts.push(element('p', this.#labels.notice, 'notice'));
    if (reply.draft) parts.push(element('p', this.#labels.draft, 'notice draft'));
    if (reply.entry !== null) parts.push(this.#votes(id));
    return parts;
  }

  #footnotes(reply: ShownReply, idOf: (number: number) => string): HTMLElement {
    const box = element('div', '', 'sources');
    box.append(element('h2', this.#labels.sources));
    const list = box.appendChild(element('ol'));
    for (const { number, text, url } of reply.footnotes) {
      const item = list.appendChild(element('li'));
      item.id = idOf(number);
      item.append(url === null ? text : drawLink(text, url));
    }
    return box;
  }

  #votes(id: string): HTMLElement {
    const line = element('p', '', 'votes');
    const vote = (helpful: boolean) => {
      line.textContent = this.#labels.voted;
      this.#actions.vote(id, helpful);
    };
    line.append(
      element('span', this.#labels.helpful),
      button(this.#labels.yes, 'vote', () => vote(true)),
      button(this.#labels.no, 'vote', () => vote(false)),
    );
    return line;
  }

  #offer(choices: readonly string[]): void {
    const list = element('ul', '', 'choices');
    for (const choice of choices) {
      const press = button(choice, 'choice', () => {
        this.#actions.send(choice);
        this.focusInput();
      });
      list.appendChild(element('li')).append(press);
    }
    this.#choices = list;
    this.#append(list);
  }

  /** Quick replies belong to the last message: an older one would answer the wrong question. */
  #dropChoices(): void {
    this.#choices?.remove();
    this.#choices = null;
  }

  /** Follows the newest message, unless the visitor has scrolled up to read. */
  #append(node: HTMLElement): void {
    const log = this.#log;
    const following = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    log.append(node);
    if (following || node.classList.contains('visitor')) node.scrollIntoView({ block: 'nearest' });
  }
}

function button(text: string, className: string, press: () => void): HTMLButtonElement {
  const made = element('button', text, className);
  made.type = 'button';
  made.addEventListener('click', press);
  return made;
}

function plainReply(text: string): ShownReply {
  return { kind: 'say', text, footnotes: [], choices: [], entry: null, draft: false };
}
