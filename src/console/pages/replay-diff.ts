import { type Html, html } from '../../html.ts';
import { replayLabels as text } from '../labels/replay.ts';

/** A difference of files, line by line. The signs at the front stay: colour never says it alone. */
export function diffPart(patch: string): Html {
  if (patch === '') return html`<p class="hint">${text.noFiles}</p>`;
  return html`<h2>${text.files}</h2>
<pre class="diff" role="group" aria-label="${text.files}" tabindex="0">${patch.split('\n').map(lineOf)}</pre>`;
}

function lineOf(line: string): Html {
  if (/^(--- |\+\+\+ |@@)/.test(line)) return html`<b>${line}</b>\n`;
  if (line.startsWith('+')) return html`<ins>${line}</ins>\n`;
  if (line.startsWith('-')) return html`<del>${line}</del>\n`;
  return html`${line}\n`;
}
