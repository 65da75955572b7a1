import type { Desk } from '../dependencies.ts';
import { filterEntries, listEntries, readEntryFilter, readEntryRows } from '../entry-list.ts';
import { filterOf } from '../filter.ts';
import { fixedPage } from '../pages/fixed.ts';
import { knowledgePage } from '../pages/knowledge.ts';
import { printPage } from '../pages/knowledge-print.ts';
import { clinicTime } from '../parts/when.ts';
import { may } from '../policy.ts';
import { reviewEntries } from '../reviewed.ts';
import { type Answer, needs, type Route, route, type SignedVisit } from '../route.ts';
import { entryRoutes } from './entry.ts';

/** Every answer with its use and its review; also on paper, and what is no answer but fixed. */
export function knowledgeRoutes(desk: Desk): readonly Route[] {
  const access = needs('content');
  const get = (path: string, handle: (visit: SignedVisit) => Promise<Answer>) =>
    route({ method: 'GET', path, access, handle });
  // Before the one with an id: no answer can be opened that is called `print` or `fixed`.
  return [
    get('/knowledge', (visit) => list(desk, visit)),
    get('/knowledge/print', (visit) => print(desk, visit)),
    get('/knowledge/fixed', async () => fixedPage(desk.guide().content)),
    ...entryRoutes(desk),
  ];
}

async function list(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { content } = desk.guide();
  const query = filterOf(visit.query);
  return knowledgePage({
    rows: listEntries(await readEntryRows(desk, visit.at), query, content),
    maySign: may(visit.account.role, 'sign'),
    query,
    content,
    time: clinicTime(content.clinic.timeZone),
  });
}

/** One entry, or all that fit the filter of the list, by title. */
async function print(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { content } = desk.guide();
  const query = filterOf(visit.query);
  const rows = filterEntries(await reviewEntries(desk, visit.at), readEntryFilter(query, content));
  const wanted = query.get('entry');
  return printPage({
    entries: rows.map(({ entry }) => entry).filter(({ id }) => wanted === null || id === wanted),
    versionOf: desk.entryVersion,
    query,
    content,
    now: visit.at,
    time: clinicTime(content.clinic.timeZone),
  });
}
