import { erasePerson, exportPerson } from '../../privacy/person.ts';
import { readPersonKey } from '../../privacy/person-key.ts';
import { readPerson, summarise } from '../../privacy/person-record.ts';
import type { PersonIds } from '../../storage/privacy-store.ts';
import { audited } from '../audit.ts';
import type { Desk } from '../dependencies.ts';
import { oneOf } from '../filter.ts';
import { privacyLabels } from '../labels/privacy.ts';
import { erasePage, foundPage, type Looked } from '../pages/person.ts';
import { privacyPage } from '../pages/privacy.ts';
import type { Problems } from '../parts/forms.ts';
import { clinicTime } from '../parts/when.ts';
import { type Answer, needs, type Route, redirect, route, type SignedVisit } from '../route.ts';
import { tokenId } from '../secrets.ts';

/** How long things are kept; erasing a person, and everything about a person as a file. */
export function privacyRoutes(desk: Desk): readonly Route[] {
  const access = needs('privacy');
  // Posted, all of them: a number or a name in an address would stay in the browser's history.
  const post = (path: string, act: (visit: SignedVisit, ids: PersonIds) => Promise<Answer>) =>
    route({
      method: 'POST',
      path,
      access,
      handle: (visit) => withPerson(desk, visit, (ids) => act(visit, ids)),
    });
  return [
    route({ method: 'GET', path: '/privacy', access, handle: async () => show(desk, null, {}) }),
    post('/privacy/find', async (visit, ids) => foundPage(await look(desk, visit, ids))),
    post('/privacy/export', (visit, ids) => handOut(desk, visit, ids)),
    post('/privacy/erase', (visit, ids) => erase(desk, visit, ids)),
  ];
}

function show(desk: Desk, visit: SignedVisit | null, problems: Problems): Answer {
  const { clinic } = desk.guide().content;
  return privacyPage({
    days: desk.retention.days,
    last: desk.retention.last(),
    told: clinic.retentionDays,
    typed: { kind: visit?.form.get('kind') ?? '', value: visit?.form.get('value') ?? '' },
    problems,
    time: clinicTime(clinic.timeZone),
  });
}

/**
 * Whoever the form names, found anew at each step: what was written since the step before belongs
 * to them as well. The number or address itself is in no row of the audit log.
 */
async function withPerson(
  desk: Desk,
  visit: SignedVisit,
  act: (ids: PersonIds) => Promise<Answer>,
): Promise<Answer> {
  const { form } = visit;
  const { clinic } = desk.guide().content;
  const kind = oneOf(form.get('kind'), privacyLabels.find.kinds);
  const key = kind ? readPersonKey(kind, form.get('value') ?? '', clinic) : 'nothing';
  if (typeof key === 'string') {
    return show(desk, visit, { value: privacyLabels.find.problems[key] });
  }
  const own = { emails: [clinic.email], phones: [clinic.phone] };
  const ids = await audited(desk, visit, 'find-person', null, () =>
    desk.privacy.findPerson(key, own, () => undefined),
  );
  return act(ids);
}

async function look(desk: Desk, { form, at }: SignedVisit, ids: PersonIds): Promise<Looked> {
  const { content } = desk.guide();
  return {
    kind: oneOf(form.get('kind'), privacyLabels.find.kinds) ?? 'reference',
    value: form.get('value')?.trim() ?? '',
    seen: digestOf(ids),
    summary: summarise(await readPerson(desk.store, desk.staff, ids, at)),
    content,
    time: clinicTime(content.clinic.timeZone),
  };
}

async function handOut(desk: Desk, { account, at }: SignedVisit, ids: PersonIds): Promise<Answer> {
  const record = await exportPerson(desk, ids, { actor: account.id, at });
  const text = `${JSON.stringify(record, null, 2)}\n`;
  return { kind: 'file', name: 'person.json', type: 'application/json; charset=utf-8', text };
}

/** Only what was looked at, and only after saying so. */
async function erase(desk: Desk, visit: SignedVisit, ids: PersonIds): Promise<Answer> {
  const { account, at, form } = visit;
  const looked = form.get('seen');
  const sure = form.get('sure') === 'yes';
  if (looked !== digestOf(ids) || !sure) {
    const problem = looked === null ? null : looked === digestOf(ids) ? 'unsure' : 'changed';
    return erasePage(await look(desk, visit, ids), problem);
  }
  await erasePerson(desk, ids, { actor: account.id, at });
  return redirect('/staff/privacy?done=erased');
}

/** Tells whether what would be erased is still what was shown. */
function digestOf({ conversations, requests }: PersonIds): string {
  return tokenId(JSON.stringify([conversations, requests]));
}
