import { type FrameMessage, readFrameMessage } from './frame.ts';

/**
 * The one script tag on a clinic's page: a round button and, once pressed, the chat in a frame from
 * this script's own origin. Nothing is loaded, stored or sent before the button is pressed.
 *
 *     <script src="https://chat.clinic.example/widget.js" data-side="left" defer></script>
 *
 * `data-side` is `left` or `right` (the default).
 */

/** Replaced by the server with the labels of `dialogs/widget.yaml`. */
declare const __LABELS__: {
  readonly launcher: string;
  readonly close: string;
  readonly title: string;
};

const STYLE = `
:host { all: initial; }
button {
  position: fixed; bottom: 20px; inset-inline-end: 20px; z-index: 2147483000;
  width: 60px; height: 60px; border: 2px solid #fff; border-radius: 50%; cursor: pointer;
  background: #0b5563; color: #fff; box-shadow: 0 2px 10px rgb(0 0 0 / .35);
}
button:hover { background: #083f4a; }
button:focus-visible { outline: 3px solid #0b5563; outline-offset: 3px; }
button svg { width: 30px; height: 30px; display: block; margin: auto; }
button[data-news]::after {
  content: ""; position: absolute; top: 2px; inset-inline-end: 2px; width: 14px; height: 14px;
  border-radius: 50%; background: #c2410c; border: 2px solid #fff;
}
iframe {
  position: fixed; bottom: 92px; inset-inline-end: 20px; z-index: 2147483000; border: 1px solid #5b7a80;
  width: min(400px, calc(100vw - 40px)); height: min(640px, calc(100vh - 120px));
  border-radius: 12px; background: #fff; box-shadow: 0 6px 30px rgb(0 0 0 / .3);
}
iframe[hidden] { display: none; }
.left button, .left iframe { inset-inline: 20px auto; }
@media (max-width: 480px), (max-height: 480px) {
  iframe, .left iframe { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; }
}
@media (forced-colors: active) { button { border-color: ButtonText; } }
@media print { button, iframe { display: none; } }
`;

const ICON =
  '<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"><path d="M4 5h16v11H10l-4 4v-4H4z"/><path d="M8 9h8M8 12h5" stroke-linecap="round"/></svg>';

class Launcher {
  readonly #origin: string;
  readonly #button = document.createElement('button');
  readonly #frame = document.createElement('iframe');

  constructor(script: HTMLScriptElement) {
    this.#origin = new URL(script.src).origin;
    const host = document.createElement('div');
    const root = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const box = document.createElement('div');
    box.className = script.dataset.side === 'left' ? 'left' : 'right';
    box.append(this.#dressButton(), this.#dressFrame());
    root.append(box);
    document.body.append(host);
    addEventListener('message', (event) => this.#receive(event));
  }

  #dressButton(): HTMLButtonElement {
    const button = this.#button;
    button.type = 'button';
    button.innerHTML = ICON;
    button.addEventListener('click', () => (this.#frame.hidden ? this.#open() : this.#close()));
    this.#describe(false);
    return button;
  }

  #dressFrame(): HTMLIFrameElement {
    const frame = this.#frame;
    frame.id = 'footnote-chat';
    frame.title = __LABELS__.title;
    frame.hidden = true;
    frame.addEventListener('load', () => this.#send({ footnote: 'opened' }));
    return frame;
  }

  #describe(open: boolean): void {
    this.#button.setAttribute('aria-label', open ? __LABELS__.close : __LABELS__.launcher);
    this.#button.setAttribute('aria-expanded', String(open));
    this.#button.setAttribute('aria-controls', 'footnote-chat');
  }

  #open(): void {
    if (this.#frame.src === '') this.#frame.src = `${this.#origin}/chat?frame=1`;
    this.#frame.hidden = false;
    delete this.#button.dataset.news;
    this.#describe(true);
    this.#send({ footnote: 'opened' });
  }

  #close(): void {
    this.#frame.hidden = true;
    this.#describe(false);
    this.#button.focus();
  }

  #send(message: FrameMessage): void {
    this.#frame.contentWindow?.postMessage(message, this.#origin);
  }

  #receive(event: MessageEvent<unknown>): void {
    if (event.origin !== this.#origin || event.source !== this.#frame.contentWindow) return;
    const message = readFrameMessage(event.data);
    if (message?.footnote === 'close') this.#close();
    if (message?.footnote === 'reply' && this.#frame.hidden) this.#button.dataset.news = '';
  }
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  if (document.body) new Launcher(script);
  else addEventListener('DOMContentLoaded', () => new Launcher(script));
}
