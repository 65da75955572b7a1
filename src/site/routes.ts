import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type NextFunction,
  type Request,
  type Response,
  Router,
  static as serveFiles,
} from 'express';
import helmet from 'helmet';
import type { Content } from '../core/guide.ts';
import { type ChatSettings, chatPage, demoPage } from './pages.ts';

/** What the pages for visitors need: the content of the moment and where the built files lie. */
export interface SiteDependencies {
  readonly content: () => Content;
  readonly publicUrl: string;
  /** Origins whose pages may show the chat in a frame. */
  readonly allowedOrigins: readonly string[];
  /** Folder with `widget.js`, `chat.js`, `chat.css`, made by `npm run build`. */
  readonly assets: string;
}

/** The demo page, the chat page, and their files. */
export function siteRouter(site: SiteDependencies): Router {
  const router = Router();
  router.get('/', policy(["'self'"]), (_request, response) => {
    response.type('html').send(demoPage(site.content(), site.publicUrl).text);
  });
  router.get(
    '/chat',
    policy(site.allowedOrigins, [streamOf(site.publicUrl)]),
    (request, response) => {
      const { query } = request;
      const start = typeof query.start === 'string' ? query.start : null;
      response.type('html').send(chatPage(chatSettings(site, start)).text);
    },
  );
  const embed = readFileSync(path.join(site.assets, 'widget.js'), 'utf8');
  router.get('/widget.js', (_request, response) => {
    letPagesLoadIt(response);
    response.set('Cache-Control', 'public, max-age=300').type('js');
    response.send(labelledScript(embed, site.content().widget));
  });
  router.use(serveFiles(site.assets, { maxAge: '5m', index: false }));
  return router;
}

function chatSettings(site: SiteDependencies, start: string | null): ChatSettings {
  const { widget, messages, clinic } = site.content();
  return {
    labels: { ...widget, notice: messages.notice, draft: messages.draft },
    directLine: '/v3/directline',
    phone: clinic.phone,
    dial: [clinic.phone, ...(clinic.emergency.match(/\d+/g) ?? [])],
    allowedOrigins: site.allowedOrigins,
    start,
  };
}

/** The embed script has no words of its own: they are put in front of it, out of the page's reach. */
function labelledScript(script: string, labels: Content['widget']): string {
  const { launcher, close, title } = labels;
  const words = JSON.stringify({ launcher, close, title });
  return `(() => { const __LABELS__ = ${words};\n${script}})();\n`;
}

/** Where the chat's live stream is: not every browser counts it as `'self'`. */
function streamOf(publicUrl: string): string {
  return new URL(publicUrl).origin.replace(/^http/, 'ws');
}

/** Only our own files, and only the clinic's own pages may frame the chat. No third party at all. */
function policy(frameAncestors: readonly string[], streams: readonly string[] = []) {
  return helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'", 'data:'],
      'connect-src': ["'self'", ...streams],
      'frame-src': ["'self'"],
      'form-action': ["'self'"],
      'base-uri': ["'none'"],
      'object-src': ["'none'"],
      'frame-ancestors': ["'self'", ...frameAncestors],
    },
  });
}

/** The embed script is loaded by the clinic's own pages, on another origin. */
function letPagesLoadIt(response: Response): void {
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
}

/** Security headers of every response; pages that need more set their own policy above it. */
export function securityHeaders(secure: boolean) {
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'base-uri': ["'none'"],
        'object-src': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    frameguard: false,
    hsts: secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  return (request: Request, response: Response, next: NextFunction) =>
    headers(request, response, next);
}
