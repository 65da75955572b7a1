import { type Html, html } from '../../html.ts';
import type { Account } from '../../storage/staff-store.ts';
import { labels } from '../labels/house.ts';
import { menuFor, type Section } from './navigation.ts';

/** Everything around a page's own part. */
export interface Frame {
  readonly title: string;
  readonly clinic: string;
  /** Null before sign-in: then there is no menu. */
  readonly account: Account | null;
  readonly section: Section | null;
  /** What was just done, said at the top. */
  readonly notice: string | null;
  /** Digest of the style and script, so that browsers may keep them. */
  readonly assets: string;
  /** Milliseconds without a move until the session ends; the script warns before. */
  readonly idle: number;
  readonly goOn: string | null;
  readonly script: string | null;
}

export function layout(frame: Frame, body: Html): Html {
  const { account, title } = frame;
  const warning = account && labels.idle;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${frame.goOn !== null && html`<meta http-equiv="refresh" content="0;url=${frame.goOn}">`}
<title>${title} - ${frame.clinic}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/staff/assets/console-style.css?v=${frame.assets}">
<script type="module" src="/staff/assets/console.js?v=${frame.assets}"></script>
${frame.script !== null && html`<script type="module" src="/staff/assets/${frame.script}?v=${frame.assets}"></script>`}
</head>
<body${warning && html` data-idle="${frame.idle}" data-idle-warning="${warning.warning}" data-idle-stay="${warning.stay}"`}>
<a class="skip" href="#main">${labels.skip}</a>
${account ? banner(frame, account) : html`<header class="top"><p class="brand">${frame.clinic}</p></header>`}
<main id="main" tabindex="-1">
<h1>${title}</h1>
${frame.notice !== null && html`<p class="notice" role="status">${frame.notice}</p>`}
${body}
</main>
</body>
</html>
`;
}

/** The menu is a row on a wide screen; on a narrow one it opens from its button, without script. */
function banner({ clinic, section }: Frame, account: Account): Html {
  return html`<header class="top">
<p class="brand">${clinic}</p>
<button type="button" class="plain menu" popovertarget="menu">${labels.menu}</button>
<nav id="menu" popover aria-label="${labels.menu}"><ul>${menuFor(account.role).map(
    (item) => html`
<li><a href="${item.href}"${item.section === section && html` aria-current="page"`}>${labels.sections[item.section]}</a></li>`,
  )}
</ul></nav>
<form method="post" action="/staff/sign-out" class="leave">
<span class="who">${account.name}</span>
<button class="plain">${labels.signOut}</button>
</form>
</header>`;
}
