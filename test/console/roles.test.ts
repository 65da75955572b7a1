import { expect } from 'chai';
import type { Router } from 'express';
import type { Desk } from '../../src/console/dependencies.ts';
import type { Mounted } from '../../src/console/mount.ts';
import { may, ROLES } from '../../src/console/policy.ts';
import type { Access, Route } from '../../src/console/route.ts';
import { consoleRouter } from '../../src/console/router.ts';
import type { Role } from '../../src/storage/staff-store.ts';
import { answeredTurn, bookingTurn, conversationAt } from '../helpers/turns.ts';
import { type Seen, startConsole, type TestConsole, type Visitor } from './support.ts';

/** Somebody who asks: nobody, half-way in, or a role. */
const VISITORS = ['nobody', 'half-way', ...ROLES] as const;
type Who = (typeof VISITORS)[number];

describe('Roles of the console', () => {
  let house: TestConsole;
  let router: Router;
  const visitors = new Map<Who, Visitor>();

  before(async () => {
    let desk: Omit<Desk, 'throttle' | 'secure'> | undefined;
    house = await startConsole({
      change: (dependencies) => {
        desk = dependencies;
        return dependencies;
      },
    });
    if (!desk) throw new Error('no desk');
    router = consoleRouter(desk);
    await house.store.saveTurn(answeredTurn(conversationAt('c1', 1), 'm1', 'is it sore?'));
    await house.store.saveTurn(bookingTurn(conversationAt('c1', 2), 'm2', 'DN-7F3K'));
    visitors.set('nobody', house.visitor());
    for (const role of ROLES) {
      visitors.set(role, await house.enter(await house.hire(`the-${role}`, role)));
    }
    const halfWay = house.visitor();
    await house.hire('hal', 'clinician');
    const form = { username: 'hal', password: 'seven otters paint a wet lighthouse' };
    await halfWay.post('/staff/sign-in', form);
    visitors.set('half-way', halfWay);
  });
  after(() => house.stop());

  /** Every route as express has it, not as a list says. */
  function mounted(): readonly {
    path: string;
    methods: readonly string[];
    route: Route | undefined;
  }[] {
    return router.stack.flatMap((layer) => {
      if (!layer.route) return [];
      return layer.route.stack.map((inner) => ({
        path: layer.route?.path ?? '',
        methods: [inner.method],
        route: policyOf(inner.handle),
      }));
    });
  }

  function policyOf(handle: unknown): Route | undefined {
    const isMounted = (one: unknown): one is Mounted => typeof one === 'function' && 'route' in one;
    return isMounted(handle) ? handle.route : undefined;
  }

  it('are declared for every route that express knows', () => {
    const routes = mounted();
    expect(routes.length).to.be.greaterThan(30);
    for (const { path, methods, route } of routes) {
      expect(route?.access.kind, path).to.be.oneOf(['anyone', 'stage', 'may']);
      expect(route?.path).to.equal(path);
      expect(methods).to.deep.equal([route?.method.toLowerCase()]);
    }
  });

  it('leave open to anyone only what signing in needs', () => {
    const open = mounted().flatMap(({ route }) =>
      route?.access.kind === 'anyone' ? [`${route.method} ${route.path}`] : [],
    );
    expect(open.sort()).to.deep.equal([
      'GET /assets/console-style.css',
      'GET /assets/console.js',
      'GET /assets/insights.js',
      'GET /set-up/:token',
      'GET /sign-in',
      'GET /sign-in/provider/return',
      'GET /signed-out',
      'POST /set-up/:token',
      'POST /set-up/:token/provider',
      'POST /sign-in',
      'POST /sign-in/provider',
    ]);
  });

  /** Whether a visitor must be let through to the handler. */
  function expected(access: Access, who: Who): boolean {
    if (access.kind === 'anyone') return true;
    if (who === 'nobody') return false;
    if (access.kind === 'stage') {
      return access.stages.includes(who === 'half-way' ? 'code' : 'full');
    }
    return who !== 'half-way' && may(who, access.permission);
  }

  function wasRefused({ status, location, text }: Seen): boolean {
    if (status === 401 && text.includes('You are signed out. Sign in again')) return true;
    if (status === 403) return true;
    return status === 303 && /^\/staff(\/sign-in\?next=.*|\/code|\/codes)?$/.test(location ?? '');
  }

  it('hold on every cell of the matrix of visitors and routes', async () => {
    const cells: string[] = [];
    for (const { route } of mounted()) {
      if (!route || changesTheVisitor(route)) continue;
      for (const who of VISITORS) {
        const seen = await ask(route, visitors.get(who) ?? house.visitor());
        const cell = `${route.method} ${route.path} for ${who}: ${seen.status}`;
        if (expected(route.access, who)) {
          // What is let through may still find nothing of that id; it is never a refusal.
          if (!leadsBack(route)) expect(wasRefused(seen), cell).to.equal(false);
        } else {
          expect(wasRefused(seen), cell).to.equal(true);
          expect(seen.text, cell).not.to.match(/sore|Ana Lim|heel hurts|\+4420/);
        }
        cells.push(cell);
      }
    }
    expect(cells.length).to.be.greaterThan(150);
  });

  /** These end or change the session they are asked with; sign-in.test.ts looks at them. */
  function changesTheVisitor({ path, method }: Route): boolean {
    return (
      path === '/sign-out' ||
      (method === 'POST' && path === '/sign-in') ||
      (method === 'POST' && path === '/code')
    );
  }

  /** Allowed, and answered by leading to a page that a refusal might lead to as well. */
  function leadsBack({ path }: Route): boolean {
    return path.startsWith('/codes');
  }

  function ask({ method, path }: Route, visitor: Visitor): Promise<Seen> {
    const concrete = `/staff${path.replace(':id', 'c1').replace(':turn', '1').replace(':token', 'x')}`;
    return method === 'GET' ? visitor.get(concrete) : visitor.post(concrete, { current: 'x' });
  }

  it('refuse every change that does not come from our own pages', async () => {
    const owner = visitors.get('owner') ?? house.visitor();
    const before = await house.database.query('select * from desk');
    const foreign: readonly Readonly<Record<string, string>>[] = [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site', origin: house.url },
    ];
    for (const { route } of mounted().filter((one) => one.route?.method === 'POST')) {
      for (const headers of foreign) {
        const path = `/staff${route?.path.replace(':id', 'c1').replace(':turn', '1')}`;
        const seen = await owner.post(path, {}, headers);
        expect(seen.status, `${path} ${JSON.stringify(headers)}`).to.equal(403);
      }
    }
    expect(await house.database.query('select * from desk')).to.deep.equal(before);
    const own = await owner.post('/staff/stay', {}, { origin: house.url });
    expect(own.status).to.equal(303);
  });

  it('refuse a host that is neither ours nor this machine, over plain http', async () => {
    const owner = visitors.get('owner') ?? house.visitor();
    const { request } = await import('node:http');
    const status = await new Promise<number>((resolve) => {
      const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = { host: 'evil.example', 'sec-fetch-site': 'same-origin', cookie };
      const sent = request(`${house.url}/staff/stay`, { method: 'POST', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      sent.end();
    });
    expect(status).to.equal(403);
  });

  describe('on fields', () => {
    async function seenBy(role: Role) {
      const visitor = visitors.get(role) ?? house.visitor();
      const [row] = await house.staff.listRequests({}, null, 1);
      const paths = [`/staff/bookings/${row?.id}`, '/staff/bookings.csv?all=1', '/staff/bookings'];
      return Promise.all(paths.map((path) => visitor.get(path)));
    }

    it('show reception the contact, but neither health words nor the way to the transcript', async () => {
      for (const { status, text } of await seenBy('reception')) {
        expect(status).to.equal(200);
        expect(text).to.contain('Ana Lim').and.to.contain('442079460018');
        expect(text).not.to.contain('my heel hurts');
        expect(text).not.to.contain('/staff/conversations');
      }
    });

    it('show clinicians what the patient agreed to share', async () => {
      const [page, table] = await seenBy('clinician');
      expect(page?.text).to.contain('my heel hurts').and.to.contain('/staff/conversations/c1');
      expect(table?.text).to.contain('my heel hurts');
    });

    it('show reception no figures about conversations', async () => {
      const home = await (visitors.get('reception') ?? house.visitor()).get('/staff');
      expect(home.status).to.equal(200);
      expect(home.text).to.contain('not called back').and.not.to.contain('not reviewed');
    });
  });

  it('are written down when they refuse', async () => {
    const rows = await house.staff.listAudit({ action: 'refused' }, null, 500);
    expect(rows.some(({ subject }) => subject === 'GET /audit')).to.equal(true);
    expect(new Set(rows.map(({ outcome }) => outcome))).to.deep.equal(new Set(['refused']));
  });
});
