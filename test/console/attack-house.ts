import type { Router } from 'express';
import type { ConsoleDependencies } from '../../src/console/dependencies.ts';
import type { Mounted } from '../../src/console/mount.ts';
import type { Route } from '../../src/console/route.ts';
import { consoleRouter } from '../../src/console/router.ts';
import type { Turn } from '../../src/storage/store.ts';
import type { TestDatabase } from '../helpers/databases.ts';
import { answeredTurn, bookingTurn, conversationAt, NOON } from '../helpers/turns.ts';
import { startConsole, type TestConsole } from './support.ts';

/** Markup that does something wherever it is taken for markup. */
export const MARKUP = [
  '<script>hostile()</script>',
  '"><img src=x onerror=hostile()>',
  "' onmouseover='hostile()",
  '</textarea></title></style><svg/onload=hostile()>',
  '[click](javascript:hostile()) [x](data:text/html,<script>hostile()</script>)',
  '**[a](JaVaScRiPt:hostile())** _[b](vbscript:x)_',
  '\u202E<b>gnp.exe\u2066&lt;script&gt;hostile()',
  '<a href="https://evil.example" style="position:fixed;inset:0">click</a>',
];

/** Ids of something of every kind that an address may name. */
export interface Ids {
  readonly conversation: string;
  readonly request: string;
  readonly suggestion: string;
  readonly account: string;
  readonly entry: string;
  readonly turn: string;
}

export interface AttackHouse extends TestConsole {
  readonly routes: readonly Route[];
  readonly ids: Ids;
}

/** The console with one of everything, in words that would do harm and words to be recognised by. */
export async function startAttackHouse(create?: () => Promise<TestDatabase>): Promise<AttackHouse> {
  let desk: ConsoleDependencies | undefined;
  const house = await startConsole({
    ...(create && { create }),
    change: (dependencies) => {
      desk = dependencies;
      return dependencies;
    },
  });
  if (!desk) throw new Error('no desk');
  const routes = routesOf(consoleRouter(desk));
  const { id: account } = await house.hire('victor', 'clinician');
  return Object.assign(house, { routes, ids: { ...(await fill(house)), account } });
}

function routesOf(router: Router): readonly Route[] {
  const isMounted = (one: unknown): one is Mounted => typeof one === 'function' && 'route' in one;
  return router.stack.flatMap((layer) =>
    (layer.route?.stack ?? []).flatMap(({ handle }) => (isMounted(handle) ? handle.route : [])),
  );
}

/** Words that only those who may open conversations may see. */
export const SECRET = 'zanzibar';

async function fill({ store, staff, guide }: TestConsole): Promise<Omit<Ids, 'account'>> {
  const all = `${SECRET} ${MARKUP.join(' ')}`;
  const first = answeredTurn(conversationAt('c1', 1), 'm1', all);
  await store.saveTurn({ ...first, replies: first.replies.map(hostileReply), decision: unknown });
  const booking = bookingTurn(conversationAt('c1', 2), 'm2', 'DN-7F3K', {
    name: MARKUP.join(' '),
    email: `"><img/onerror=hostile()>@mail.example`,
    times: MARKUP.join(' '),
    details: { problem: all, [MARKUP[1] ?? '']: SECRET },
  });
  await store.saveTurn(booking);
  for (const [index, text] of MARKUP.entries()) {
    const turn = answeredTurn(conversationAt(`x${index}`, 1), 'm1', `${SECRET} ${text}`);
    await store.saveTurn({ ...turn, replies: turn.replies.map(hostileReply) });
  }
  const note = { id: 'n1', accountId: MARKUP[0] ?? '', at: NOON, text: all };
  await staff.addNote('c1', note);
  const [entry = ''] = guide.content.entries.keys();
  await staff.addSuggestion({
    id: 's1',
    at: NOON,
    accountId: MARKUP[1] ?? '',
    from: { conversation: 'c1', turn: 1 },
    proposal: { kind: 'phrasing', entry, text: all },
  });
  const [request] = await staff.listRequests({ conversation: 'c1' }, null, 1);

  return { conversation: 'c1', request: request?.id ?? '', suggestion: 's1', entry, turn: '1.c1' };
}

const unknown: Turn['decision'] = {
  kind: 'unknown',
  reason: 'not-known',
  nearest: [],
  confidence: 0.1,
};

function hostileReply(reply: Turn['replies'][number]): Turn['replies'][number] {
  const text = MARKUP.join('\n\n');
  const footnote = {
    number: 1,
    source: 'S1',
    text,
    supports: text,
    url: 'javascript:hostile()',
  };
  return { ...reply, text, footnotes: [footnote], choices: MARKUP };
}
