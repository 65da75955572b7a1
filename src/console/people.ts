import { randomUUID } from 'node:crypto';
import type { Account, StaffStore } from '../storage/staff-store.ts';
import { randomToken, tokenId } from './secrets.ts';

/** A one-time link lasts a day. */
export const LINK_LASTS = 24 * 3_600_000;

const USERNAME = /^[a-z0-9][a-z0-9._@-]{1,63}$/;

/** The name as it is kept, or null when it cannot be one. */
export function readUsername(typed: string): string | null {
  const username = typed.trim().toLowerCase();
  return USERNAME.test(username) ? username : null;
}

/**
 * The link by which the first owner sets the house up, while there is nobody. A new one makes those
 * before it worthless, so that only what the last start printed works.
 */
export async function firstOwnerLink(
  staff: StaffStore,
  publicUrl: string,
  at: number,
): Promise<string | null> {
  if ((await staff.countAccounts()) > 0) return null;
  await staff.dropTokens('first-owner', null);
  return link(staff, publicUrl, at, 'first-owner', null);
}

/** A link to set a password with, or to connect a provider; it ends the ones before. */
export async function passwordLink(
  staff: StaffStore,
  publicUrl: string,
  at: number,
  accountId: string,
): Promise<string> {
  await staff.dropTokens('set-password', accountId);
  return link(staff, publicUrl, at, 'set-password', accountId);
}

async function link(
  staff: StaffStore,
  publicUrl: string,
  at: number,
  purpose: 'first-owner' | 'set-password',
  accountId: string | null,
): Promise<string> {
  const token = randomToken();
  const expiresAt = at + LINK_LASTS;
  await staff.createToken({ id: tokenId(token), purpose, accountId, data: {}, expiresAt });
  return `${publicUrl}/staff/set-up/${token}`;
}

/**
 * A new member of staff, who can do nothing before using a link.
 * @throws StoreError `conflict` when the username is taken.
 */
export async function hire(
  staff: StaffStore,
  person: Pick<Account, 'username' | 'name' | 'role'>,
  at: number,
  id: string = randomUUID(),
): Promise<string> {
  await staff.createAccount({ ...person, id, createdAt: at });
  return id;
}

/** True when the house would be left without an owner who can get in. */
export async function isLastOwner(staff: StaffStore, id: string): Promise<boolean> {
  const owners = (await staff.listAccounts()).filter(isActiveOwner);
  return owners.length === 1 && owners[0]?.id === id;
}

export async function isWithoutOwner(staff: StaffStore): Promise<boolean> {
  return !(await staff.listAccounts()).some(isActiveOwner);
}

function isActiveOwner({ role, disabledAt, hasPassword, identity }: Account): boolean {
  return role === 'owner' && disabledAt === null && (hasPassword || identity !== null);
}

/** After a reset nothing of before works: sessions, codes and older links are gone. */
export async function resetAccount(
  staff: StaffStore,
  publicUrl: string,
  at: number,
  id: string,
): Promise<string> {
  await staff.resetCodes(id);
  await staff.dropTokens('device', id);
  return passwordLink(staff, publicUrl, at, id);
}
