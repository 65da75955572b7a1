import { parseArgs } from 'node:util';
import { hire, isLastOwner, passwordLink, readUsername, resetAccount } from '../console/people.ts';
import { openStoresOf } from '../open-stores.ts';
import type { Account, Role, StaffStore } from '../storage/staff-store.ts';
import { commandConfig, runCommand, UsageError } from './run.ts';

const USAGE = `npm run account -- list
       npm run account -- create USERNAME --name "NAME" --role owner|clinician|reception
       npm run account -- reset USERNAME
       npm run account -- disable USERNAME`;

const ROLES: readonly Role[] = ['owner', 'clinician', 'reception'];

/** What a subcommand works with; `at` in milliseconds. */
interface Work {
  readonly staff: StaffStore;
  readonly publicUrl: string;
  readonly at: number;
  readonly username: string;
  readonly options: { readonly name?: string | undefined; readonly role?: string | undefined };
}

const COMMANDS: Readonly<Record<string, (work: Work) => Promise<string>>> = {
  list,
  create,
  reset,
  disable,
};

/** Accounts of the staff's console, for whoever runs the server. Each change is in the audit log. */
await runCommand(USAGE, async (args) => {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { name: { type: 'string' }, role: { type: 'string' } },
  });
  const [verb = '', username = '', ...rest] = positionals;
  const command = COMMANDS[verb];
  if (!command || rest.length > 0) throw new UsageError('say what to do');
  const config = commandConfig();
  const { store, staff } = await openStoresOf(config);
  try {
    const { publicUrl } = config;
    const at = Date.now();
    console.log(await command({ staff, publicUrl, at, username, options: values }));
    return 0;
  } finally {
    await store.close();
  }
});

async function list({ staff }: Work): Promise<string> {
  const accounts = await staff.listAccounts();
  if (accounts.length === 0) return 'no accounts yet: the server prints a set-up link at its start';
  return accounts.map(lineOf).join('\n');
}

function lineOf({ username, name, role, codes, disabledAt, hasPassword, identity }: Account) {
  const marks = [
    disabledAt !== null && 'disabled',
    codes && 'codes',
    identity !== null && 'provider',
    !hasPassword && identity === null && 'link not used yet',
  ].filter((mark) => mark !== false);
  return [username, role, name, marks.join(', ')].join('\t');
}

async function create({ staff, publicUrl, at, options, username: typed }: Work): Promise<string> {
  const username = readUsername(typed);
  const role = ROLES.find((one) => one === options.role);
  if (username === null) throw new UsageError('a username has 2 to 64 letters, digits, . _ @ or -');
  if (!role) throw new UsageError('give --role owner, clinician or reception');
  const id = await hire(staff, { username, name: options.name ?? username, role }, at);
  await note(staff, at, 'account-created', id);
  return `Hand this over; it works once, for 24 hours:\n${await passwordLink(staff, publicUrl, at, id)}`;
}

async function reset(work: Work): Promise<string> {
  const { staff, publicUrl, at } = work;
  const { id, disabledAt } = await find(work);
  await note(staff, at, 'account-reset', id);
  if (disabledAt !== null) await staff.setDisabled(id, null);
  const link = await resetAccount(staff, publicUrl, at, id);
  return `Signed out everywhere; codes are off. Hand this over; it works once, for 24 hours:\n${link}`;
}

async function disable(work: Work): Promise<string> {
  const { staff, at, username } = work;
  const { id } = await find(work);
  if (await isLastOwner(staff, id)) throw new UsageError(`${username} is the only owner`);
  await note(staff, at, 'account-disabled', id);
  await staff.setDisabled(id, at);
  return `${username} is disabled and signed out everywhere`;
}

async function find({ staff, username }: Work): Promise<Account> {
  const facts = await staff.signInFacts({ username: username.toLowerCase() });
  if (!facts) throw new UsageError(`nobody has the username ${username}`);
  return facts.account;
}

async function note(staff: StaffStore, at: number, action: string, subject: string) {
  await staff.appendAudit({ at, actor: 'system', action, subject, outcome: 'done' });
}
