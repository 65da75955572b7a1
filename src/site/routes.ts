import {
  type NextFunction,
  type Request,
  type Response,
  Router,
  static as serveFiles,
} from 'express';
import helmet from 'helmet';
import type { Content } from '../core/guide.ts';
import { chatPage, demoPage } from './pages.ts';

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
  router.get('/chat', policy(site.allowedOrigins), (request, response) => {
    const { widget, clinic } = site.content();
    const start = typeof request.query['start'] === 'string' ? request.query['start'] : null;
    const settings = { labels: widget, directLine: '/v3/directline', phone: clinic.phone, start };
    response.type('html').send(chatPage(settings).text);
  });
  router.use(serveFiles(site.assets, { maxAge: '5m', index: false, setHeaders: letPagesLoadIt }));
  return router;
}

/** Only our own files, and only the clinic's own pages may frame the chat. No third party at all. */
function policy(frameAncestors: readonly string[]) {
  return helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'", 'data:'],
      'connect-src': ["'self'"],
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
