import type { PersonIds, PrivacyStore } from '../storage/privacy-store.ts';
import type { StaffStore } from '../storage/staff-store.ts';
import type { Store } from '../storage/store.ts';
import { noteErased } from './erased-file.ts';
import { type PersonRecord, readPerson } from './person-record.ts';

/** What handing out and erasing a person takes; a command and the console have the same. */
export interface PersonHouse {
  readonly store: Store;
  readonly staff: StaffStore;
  readonly privacy: PrivacyStore;
  /** Outside the database: what was erased is erased again after an old backup was restored. */
  readonly erasedFile: string;
}

/** Who does it: an account id, or `system` for a command; milliseconds since 1970. */
export interface Doer {
  readonly actor: string;
  readonly at: number;
}

/** Everything that is kept about a person; written down for each thing first. */
export function exportPerson(house: PersonHouse, ids: PersonIds, by: Doer): Promise<PersonRecord> {
  return writtenDown(house.staff, 'export-person', ids, by, () =>
    readPerson(house.store, house.staff, ids, by.at),
  );
}

/** Erases a person for good; written down for each thing first, as nobody could prove it else. */
export function erasePerson(house: PersonHouse, ids: PersonIds, by: Doer): Promise<void> {
  return writtenDown(house.staff, 'erase', ids, by, async () => {
    const tombstones = await house.privacy.erasePerson(ids, by.at);
    await noteErased(house.erasedFile, tombstones);
  });
}

async function writtenDown<T>(
  staff: StaffStore,
  action: 'erase' | 'export-person',
  ids: PersonIds,
  by: Doer,
  work: () => Promise<T>,
): Promise<T> {
  const subjects = [...ids.conversations, ...ids.requests];
  for (const subject of subjects) {
    await staff.appendAudit({ ...by, action, subject, outcome: 'done' });
  }
  try {
    return await work();
  } catch (error) {
    for (const subject of subjects) {
      const failed = { ...by, action, subject, outcome: 'failed' } as const;
      await staff.appendAudit(failed).catch(() => undefined);
    }
    throw error;
  }
}
