/** What the server hands to the chat page, in `<script id="settings">`. */
export interface Settings {
  readonly labels: Labels;
  /** Path of the Direct Line endpoint on this origin. */
  readonly directLine: string;
  readonly phone: string;
  /** Numbers that become links wherever they are written. */
  readonly dial: readonly string[];
  readonly start: string | null;
  /** Origins whose pages may frame the chat. */
  readonly allowedOrigins: readonly string[];
}

/** The words on the chat window, from `dialogs/widget.yaml`. */
export type Labels = Readonly<
  Record<
    | 'close'
    | 'title'
    | 'subtitle'
    | 'log'
    | 'input'
    | 'placeholder'
    | 'send'
    | 'you'
    | 'assistant'
    | 'typing'
    | 'sources'
    | 'sourceOf'
    | 'notice'
    | 'draft'
    | 'helpful'
    | 'yes'
    | 'no'
    | 'voted'
    | 'offline'
    | 'failed'
    | 'retry'
    | 'restart'
    | 'call'
    | 'emergency',
    string
  >
>;

/** The server wrote these for this very script: the one place that trusts their shape. */
export function readSettings(): Settings {
  const text = document.getElementById('settings')?.textContent ?? '{}';
  return JSON.parse(text) as Settings;
}
