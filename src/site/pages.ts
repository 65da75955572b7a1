import type { Content } from '../core/guide.ts';
import { type Html, html, jsonScript } from '../html.ts';

/** What the chat page hands to its script: labels and where to connect. */
export interface ChatSettings {
  readonly labels: Readonly<Record<string, string>>;
  readonly directLine: string;
  readonly phone: string;
  /** Numbers that can be dialled by a tap wherever they are written. */
  readonly dial: readonly string[];
  /** Origins whose pages may frame the chat. */
  readonly allowedOrigins: readonly string[];
  /** A dialog to begin at once, as in `/chat?start=aftercare`. */
  readonly start: string | null;
}

/** An example of a clinic's page, with the chat on it. */
export function demoPage(content: Content, origin: string): Html {
  const { demo } = content;
  const tag = `<script src="${origin}/widget.js" defer></script>`;
  return page(
    demo.title,
    html`<link rel="stylesheet" href="/site.css">`,
    html`<main>
<h1>${demo.title}</h1>
<p class="lead">${demo.lead}</p>
${demo.paragraphs.map((text) => html`<p>${text}</p>`)}
<pre><code>${tag}</code></pre>
<h2>${demo.try}</h2>
<ul>${demo.questions.map((text) => html`<li>${text}</li>`)}</ul>
<p>${demo.contact} <strong>${demo.emergency}</strong></p>
<p><a href="/chat">${demo.fullPage}</a></p>
</main>
<script src="/widget.js" defer></script>`,
  );
}

/** The chat itself: a page for the frame on a clinic's site, for links and for QR codes. */
export function chatPage(settings: ChatSettings): Html {
  const { labels } = settings;
  return page(
    labels.title ?? '',
    html`<link rel="stylesheet" href="/chat-style.css">`,
    html`<main id="chat"></main>
<noscript><p>${labels.noscript}</p></noscript>
${jsonScript('settings', settings)}
<script type="module" src="/chat.js"></script>`,
  );
}

function page(title: string, head: Html, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
${head}
</head>
<body>
${body}
</body>
</html>
`;
}
