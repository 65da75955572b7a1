import { audited } from '../audit.ts';
import type { Desk } from '../dependencies.ts';
import { readPlace } from '../filter.ts';
import { suggestionsPage } from '../pages/suggestions.ts';
import { clinicTime } from '../parts/when.ts';
import {
  type Answer,
  missing,
  needs,
  type Route,
  redirect,
  route,
  type SignedVisit,
} from '../route.ts';

const PAGE = 50;
const CLOSED = 20;

/** What was suggested, by whom, and the way to take it back. */
export function suggestionsRoutes(desk: Desk): readonly Route[] {
  const access = needs('teach');
  const path = '/teach/suggestions';
  return [
    route({ method: 'GET', path, access, handle: (visit) => list(desk, visit) }),
    route({
      method: 'POST',
      path: `${path}/:id/withdraw`,
      access,
      handle: (visit) => withdraw(desk, visit),
    }),
  ];
}

async function list(desk: Desk, { query }: SignedVisit): Promise<Answer> {
  const { staff } = desk;
  const { content } = desk.guide();
  const open = await staff.listSuggestions(
    { state: 'open' },
    readPlace(query.get('after')),
    PAGE + 1,
  );
  const accounts = await staff.listAccounts();
  return suggestionsPage({
    open: open.slice(0, PAGE),
    more: open.length > PAGE,
    closed: await staff.listClosedSuggestions(CLOSED),
    names: new Map(accounts.map(({ id, name }) => [id, name])),
    content,
    time: clinicTime(content.clinic.timeZone),
  });
}

async function withdraw(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const id = visit.params.id ?? '';
  const closed = await audited(desk, visit, 'suggestion-withdrawn', id, () =>
    desk.staff.closeSuggestions([id], 'dropped', visit.at),
  );
  return closed === 0 ? missing : redirect('/staff/teach/suggestions?done=withdrawn');
}
