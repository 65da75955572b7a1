import { randomUUID } from 'node:crypto';
import { StoreError } from '../../storage/errors.ts';
import type { Account } from '../../storage/staff-store.ts';
import { audited } from '../audit.ts';
import type { Desk } from '../dependencies.ts';
import { oneOf } from '../filter.ts';
import { labels } from '../labels/house.ts';
import { linkPage, peoplePage } from '../pages/people.ts';
import { trouble } from '../pages/trouble.ts';
import type { Problems } from '../parts/forms.ts';
import { clinicTime } from '../parts/when.ts';
import {
  hire,
  isLastOwner,
  isWithoutOwner,
  passwordLink,
  readUsername,
  resetAccount,
} from '../people.ts';
import {
  type Answer,
  missing,
  needs,
  type Route,
  redirect,
  route,
  type SignedVisit,
} from '../route.ts';

/** Accounts of others: for the owner only. */
export function peopleRoutes(desk: Desk): readonly Route[] {
  const access = needs('people');
  const post = (path: string, handle: (visit: SignedVisit) => Promise<Answer>) =>
    route({ method: 'POST', path, access, handle });
  return [
    route({ method: 'GET', path: '/people', access, handle: (visit) => show(desk, visit, {}) }),
    post('/people', (visit) => add(desk, visit)),
    post('/people/:id/role', (visit) => withAccount(desk, visit, changeRole)),
    post('/people/:id/disable', (visit) => withAccount(desk, visit, disable)),
    post('/people/:id/enable', (visit) => withAccount(desk, visit, enable)),
    post('/people/:id/reset', (visit) => withAccount(desk, visit, reset)),
  ];
}

async function show(desk: Desk, visit: SignedVisit, problems: Problems): Promise<Answer> {
  return peoplePage({
    accounts: await desk.staff.listAccounts(),
    own: visit.account.id,
    typed: { name: visit.form.get('name') ?? '', username: visit.form.get('username') ?? '' },
    problems,
    time: clinicTime(desk.guide().content.clinic.timeZone),
  });
}

async function add(desk: Desk, visit: SignedVisit): Promise<Answer> {
  const { form, at } = visit;
  const name = (form.get('name') ?? '').trim().slice(0, 100);
  const username = readUsername(form.get('username') ?? '');
  const role = oneOf(form.get('role'), labels.roles);
  if (name === '') return show(desk, visit, { name: labels.setUp.nameMissing });
  if (username === null) return show(desk, visit, { username: labels.setUp.usernameWrong });
  if (!role) return missing;
  const { publicUrl } = desk.settings;
  try {
    const id = randomUUID();
    const link = await audited(desk, visit, 'account-created', id, async () => {
      await hire(desk.staff, { username, name, role }, at, id);
      return passwordLink(desk.staff, publicUrl, at, id);
    });
    return linkPage(name, link);
  } catch (error) {
    const taken = error instanceof StoreError && error.code === 'conflict';
    if (!taken) throw error;
    return show(desk, visit, { username: labels.people.taken });
  }
}

type Change = (desk: Desk, visit: SignedVisit, account: Account) => Promise<Answer>;

async function withAccount(desk: Desk, visit: SignedVisit, change: Change): Promise<Answer> {
  const account = await desk.staff.findAccount(visit.params.id ?? '');
  return account ? change(desk, visit, account) : missing;
}

/** The house is never left without an owner who can get in. */
function lastOwner(): Answer {
  return trouble(409, labels.people.lastOwner);
}

/** Two owners may do this to each other at the same moment: then it is taken back. */
async function savedUnlessLast(
  desk: Desk,
  { role }: Account,
  takeBack: () => Promise<void>,
): Promise<Answer> {
  if (role !== 'owner' || !(await isWithoutOwner(desk.staff))) {
    return redirect('/staff/people?done=saved');
  }
  await takeBack();
  return lastOwner();
}

const changeRole: Change = async (desk, visit, account) => {
  const { id } = account;
  const role = oneOf(visit.form.get('role'), labels.roles);
  if (!role) return missing;
  if (role !== 'owner' && (await isLastOwner(desk.staff, id))) return lastOwner();
  const change = (to: typeof role) =>
    audited(desk, visit, 'account-role', id, () => desk.staff.setRole(id, to));
  await change(role);
  return savedUnlessLast(desk, account, () => change('owner'));
};

const disable: Change = async (desk, visit, account) => {
  const { id } = account;
  if (await isLastOwner(desk.staff, id)) return lastOwner();
  await audited(desk, visit, 'account-disabled', id, () => desk.staff.setDisabled(id, visit.at));
  return savedUnlessLast(desk, account, () => enableAgain(desk, visit, id));
};

const enable: Change = async (desk, visit, { id }) => {
  await enableAgain(desk, visit, id);
  return redirect('/staff/people?done=saved');
};

function enableAgain(desk: Desk, visit: SignedVisit, id: string): Promise<void> {
  return audited(desk, visit, 'account-enabled', id, () => desk.staff.setDisabled(id, null));
}

const reset: Change = async (desk, visit, { id, name }) => {
  const link = await audited(desk, visit, 'account-reset', id, () =>
    resetAccount(desk.staff, desk.settings.publicUrl, visit.at, id),
  );
  return linkPage(name, link);
};
