import type { Desk } from '../dependencies.ts';
import { readOpen } from '../held.ts';
import { describeGroup, groupMissed, readMissed } from '../missed.ts';
import { teachPage } from '../pages/teach.ts';
import { clinicTime } from '../parts/when.ts';
import { type Answer, needs, type Route, route, type SignedVisit } from '../route.ts';
import { draftRoutes } from './draft.ts';
import { lessonRoutes } from './lesson.ts';
import { suggestionsRoutes } from './suggestions.ts';

/** Groups on a page. */
const GROUPS = 10;

/** Missed and wrong questions, and the suggestions made of them. */
export function teachRoutes(desk: Desk): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/teach',
      access: needs('teach'),
      handle: (visit) => list(desk, visit),
    }),
    ...lessonRoutes(desk),
    ...draftRoutes(desk),
    ...suggestionsRoutes(desk),
  ];
}

async function list(desk: Desk, { query, at }: SignedVisit): Promise<Answer> {
  const { content } = desk.guide();
  const missed = await readMissed(desk, at);
  const groups = groupMissed(content, missed);
  const page = Math.max(1, Math.floor(Number(query.get('page')) || 1));
  const shown = groups.slice((page - 1) * GROUPS, page * GROUPS);
  const described = await Promise.all(shown.map((members) => describeGroup(desk, members)));
  return teachPage({
    groups: described.filter((group) => group !== null),
    page,
    more: groups.length > page * GROUPS,
    open: (await readOpen(desk)).length,
    content,
    time: clinicTime(content.clinic.timeZone),
  });
}
