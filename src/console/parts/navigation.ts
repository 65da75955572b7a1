import type { Role } from '../../storage/staff-store.ts';
import type { labels } from '../labels/house.ts';
import { may, type Permission } from '../policy.ts';

/** A place in the main menu. */
export type Section = keyof typeof labels.sections;

interface Item {
  readonly section: Section;
  readonly href: string;
  readonly permission: Permission;
}

/** The menu, in order. A new page adds its line here and its word to `labels.sections`. */
const MENU: readonly Item[] = [
  { section: 'home', href: '/staff', permission: 'home' },
  { section: 'conversations', href: '/staff/conversations', permission: 'transcripts' },
  { section: 'bookings', href: '/staff/bookings', permission: 'requests' },
  { section: 'teach', href: '/staff/teach', permission: 'teach' },
  { section: 'knowledge', href: '/staff/knowledge', permission: 'content' },
  { section: 'replay', href: '/staff/replay', permission: 'content' },
  { section: 'insights', href: '/staff/insights', permission: 'insights' },
  { section: 'people', href: '/staff/people', permission: 'people' },
  { section: 'privacy', href: '/staff/privacy', permission: 'privacy' },
  { section: 'audit', href: '/staff/audit', permission: 'audit' },
  { section: 'me', href: '/staff/me', permission: 'me' },
];

export function menuFor(role: Role): readonly Item[] {
  return MENU.filter(({ permission }) => may(role, permission));
}
