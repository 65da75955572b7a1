import { expect } from 'chai';
import type { Router } from 'express';
import type { ConsoleDependencies } from '../../src/console/dependencies.ts';
import type { Mounted } from '../../src/console/mount.ts';
import type { Route } from '../../src/console/route.ts';
import { consoleRouter } from '../../src/console/router.ts';
import { ENGINES } from '../helpers/databases.ts';
import { answeredTurn, bookingTurn, conversationAt } from '../helpers/turns.ts';
import { startConsole, type TestConsole, type Visitor } from './support.ts';

/** Values that programs trip over: signs, figures, names of JavaScript's own, paths, markup. */
const HOSTILE = [
  '\0',
  'a\0b',
  '-1',
  '0.5',
  '1e309',
  'NaN',
  '9'.repeat(16),
  '9'.repeat(400),
  '__proto__',
  'constructor',
  "' or 1=1 --",
  '../../../../etc/passwd',
  '%2e%2e%2f',
  '\u202Egpj.exe',
  '\u{1F600}',
  '0000-00-00',
  '9999-99-99',
  '99999999999999.c1',
  '\r\nset-cookie: a=b',
  '{{7*7}}',
];

/** Every name by which a page reads its address or its form. */
const NAMES =
  'q from until after line ending topic channel reviewed mine urgent status kind all undelivered action actor subject days period conversation next done back to note right entry delivery appointment role name username value seen sure format full text title body ids'.split(
    ' ',
  );

for (const engine of ENGINES) {
  describe(`A hostile user of the console on ${engine.name}`, function () {
    this.timeout(120_000);

    let house: TestConsole;
    let routes: readonly Route[];
    let owner: Visitor;
    let request = '';

    before(async () => {
      let desk: ConsoleDependencies | undefined;
      house = await startConsole({
        create: () => engine.create(),
        change: (dependencies) => {
          desk = dependencies;
          return dependencies;
        },
      });
      if (!desk) throw new Error('no desk');
      routes = routesOf(consoleRouter(desk));
      await house.store.saveTurn(answeredTurn(conversationAt('c1', 1), 'm1', 'is it sore?'));
      await house.store.saveTurn(bookingTurn(conversationAt('c1', 2), 'm2', 'DN-7F3K'));
      request = (await house.staff.listRequests({}, null, 1))[0]?.id ?? '';
      owner = await house.enter(await house.hire('olga', 'owner'));
    });
    after(() => house.stop());

    function routesOf(router: Router): readonly Route[] {
      const isMounted = (one: unknown): one is Mounted =>
        typeof one === 'function' && 'route' in one;
      return router.stack.flatMap((layer) =>
        (layer.route?.stack ?? []).flatMap(({ handle }) => (isMounted(handle) ? handle.route : [])),
      );
    }

    /** The route's path with real ids, or with `value` in the place of each in turn. */
    function pathsOf({ path }: Route, value: string | null): readonly string[] {
      const real: Readonly<Record<string, string>> = {
        ':id': path.startsWith('/bookings') ? request : 'c1',
        ':turn': '1',
      };
      const fill = (hostile: string | null) =>
        `/staff${path.replace(/:\w+/g, (mark) =>
          mark === hostile ? encodeURIComponent(value ?? '') : (real[mark] ?? 'x'),
        )}`;
      const marks = path.match(/:\w+/g) ?? [];
      return value === null ? [fill(null)] : marks.map((mark) => fill(mark));
    }

    const mayEnd = ({ path }: Route) => ['/sign-out', '/sign-in', '/code'].includes(path);

    it('gets no server error out of any address or form', async () => {
      const wrong: string[] = [];
      const look = async (what: string, answer: Promise<{ status: number }>) => {
        const { status } = await answer;
        if (status >= 500) wrong.push(`${status} ${what}`);
      };
      for (const route of routes.filter((one) => !mayEnd(one))) {
        for (const value of HOSTILE) {
          const all = Object.fromEntries(NAMES.map((name) => [name, value]));
          const query = new URLSearchParams(all).toString();
          const [path = ''] = pathsOf(route, null);
          const what = `${route.method} ${route.path} ${JSON.stringify(value.slice(0, 30))}`;
          if (route.method === 'GET') {
            await look(what, owner.get(`${path}?${query}`));
            for (const bad of pathsOf(route, value)) await look(`${what} in it`, owner.get(bad));
          } else {
            await look(what, owner.post(`${path}?${query}`, all));
            for (const bad of pathsOf(route, value))
              await look(`${what} in it`, owner.post(bad, all));
          }
        }
      }
      expect(wrong).to.deep.equal([]);
    });
  });
}
