import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ASSETS } from './assets.ts';
import type { Desk } from './dependencies.ts';
import { auditRoutes } from './handlers/audit.ts';
import { bookingsRoutes } from './handlers/bookings.ts';
import { codesRoutes } from './handlers/codes.ts';
import { conversationRoutes } from './handlers/conversation.ts';
import { conversationsRoutes } from './handlers/conversations.ts';
import { exportsRoutes } from './handlers/exports.ts';
import { homeRoutes } from './handlers/home.ts';
import { insightsRoutes } from './handlers/insights.ts';
import { knowledgeRoutes } from './handlers/knowledge.ts';
import { meRoutes } from './handlers/me.ts';
import { peopleRoutes } from './handlers/people.ts';
import { privacyRoutes } from './handlers/privacy.ts';
import { providerRoutes } from './handlers/provider.ts';
import { replayRoutes } from './handlers/replay.ts';
import { setUpRoutes } from './handlers/set-up.ts';
import { signInRoutes } from './handlers/sign-in.ts';
import { teachRoutes } from './handlers/teach.ts';
import { anyone, type Route, route } from './route.ts';

/** Every route of the console. A new page adds its routes here. */
export function consoleRoutes(desk: Desk): readonly Route[] {
  return [
    ...ASSETS.map((name) => asset(desk, name)),
    ...signInRoutes(desk),
    ...providerRoutes(desk),
    ...setUpRoutes(desk),
    ...codesRoutes(desk),
    ...homeRoutes(desk),
    ...conversationsRoutes(desk),
    ...conversationRoutes(desk),
    ...exportsRoutes(desk),
    ...bookingsRoutes(desk),
    ...teachRoutes(desk),
    ...knowledgeRoutes(desk),
    ...replayRoutes(desk),
    ...insightsRoutes(desk),
    ...peopleRoutes(desk),
    ...privacyRoutes(desk),
    ...meRoutes(desk),
    ...auditRoutes(desk),
  ];
}

function asset(desk: Desk, name: string): Route {
  const text = readFileSync(path.join(desk.assets, name), 'utf8');
  return route({
    method: 'GET',
    path: `/assets/${name}`,
    access: anyone,
    handle: async () => ({ kind: 'asset', type: path.extname(name), text }),
  });
}
