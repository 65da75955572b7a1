import { openStoresOf } from '../open-stores.ts';
import { noteErased } from '../privacy/erased-file.ts';
import { readPerson } from '../privacy/person-record.ts';
import type { PersonIds } from '../storage/privacy-store.ts';
import type { StaffStore } from '../storage/staff-store.ts';
import { countOf, find, PERSON_USAGE, readPersonArgs } from './person.ts';
import { commandConfig, runCommand } from './run.ts';

/**
 * `npm run erase`: erases everything about a person. Without `--yes` it only says what it would
 * erase. What was erased is noted outside the database, so that it is erased again after an old
 * backup was restored.
 */
await runCommand(`npm run erase -- ${PERSON_USAGE} [--yes]`, async (args) => {
  const config = commandConfig();
  const { yes, ...person } = await readPersonArgs(config, args);
  const { store, staff, privacy } = await openStoresOf(config);
  try {
    const ids = await find(privacy, person);
    const { conversations, requests } = await readPerson(store, staff, ids, Date.now());
    for (const { summary } of conversations) {
      console.log(`conversation ${summary.id}, begun ${dayOf(summary.startedAt)}`);
    }
    for (const { request } of requests) {
      console.log(`${request.kind} ${request.reference}, made ${dayOf(request.at)}`);
    }
    const applied = conversations.flatMap(({ suggestions }) =>
      suggestions.filter(({ state }) => state === 'applied'),
    );
    for (const { proposal } of applied) {
      console.log(`look at knowledge/${proposal.entry}.md: it was taught with this person's words`);
    }
    if (conversations.length + requests.length === 0) {
      console.log('Nothing is kept about this person.');
      return 0;
    }
    if (!yes) {
      console.log(`${countOf(ids)} would be erased; add --yes to do it.`);
      return 0;
    }
    const at = Date.now();
    await noteInAudit(staff, ids, at);
    const tombstones = await privacy.erasePerson(ids, at);
    await noteErased(config.erasedFile, tombstones);
    console.log(`${countOf(ids)} were erased.`);
    return 0;
  } finally {
    await store.close();
  }
});

/** Written down first: an erasure that nobody can prove is worth little. */
async function noteInAudit(staff: StaffStore, ids: PersonIds, at: number): Promise<void> {
  for (const subject of [...ids.conversations, ...ids.requests]) {
    await staff.appendAudit({ at, actor: 'system', action: 'erase', subject, outcome: 'done' });
  }
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
