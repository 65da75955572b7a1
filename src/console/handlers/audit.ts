import { audited } from '../audit.ts';
import type { Desk } from '../dependencies.ts';
import { filterOf, oneOf, readNumber } from '../filter.ts';
import { labels } from '../labels/house.ts';
import { auditPage } from '../pages/audit.ts';
import { clinicTime } from '../parts/when.ts';
import { type Answer, needs, type Route, route, type SignedVisit } from '../route.ts';

const PAGE = 100;

/** Who saw or changed what. Looking is written down as well. */
export function auditRoutes(desk: Desk): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/audit',
      access: needs('audit'),
      handle: (visit) => show(desk, visit),
    }),
  ];
}

async function show(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { query } = visit;
  const action = oneOf(query.get('action'), labels.audit);
  const actor = query.get('actor');
  const subject = query.get('subject')?.trim().slice(0, 300);
  const before = readNumber(query.get('after'));
  const filter = {
    ...(action && { action }),
    ...(actor && { actor }),
    ...(subject && { subject }),
  };
  const rows = await audited(desk, visit, 'open-audit', null, () =>
    desk.staff.listAudit(filter, before, PAGE + 1),
  );
  return auditPage({
    rows: rows.slice(0, PAGE),
    more: rows.length > PAGE,
    query: filterOf(query),
    accounts: await desk.staff.listAccounts(),
    time: clinicTime(desk.guide().content.clinic.timeZone),
  });
}
