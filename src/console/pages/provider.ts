import { html } from '../../html.ts';
import { labels } from '../labels/house.ts';
import { type Answer, page } from '../route.ts';

/** Goes on by itself; the link is for browsers that do not. */
export function continuePage(title: string, to: string): Extract<Answer, { kind: 'page' }> {
  const body = html`<p><a href="${to}">${labels.provider.goOn}</a></p>`;
  return { kind: 'page', title, body, goOn: to };
}

export function providerFailedPage(): Answer {
  const body = html`<p>${labels.provider.failed}</p>
<p><a href="/staff/sign-in">${labels.signedOut.again}</a></p>`;
  return page(labels.provider.failedTitle, body, { status: 401 });
}
