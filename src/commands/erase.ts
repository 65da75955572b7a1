import { openStoresOf } from '../open-stores.ts';
import { erasePerson } from '../privacy/person.ts';
import { type PersonSummary, readPerson, summarise } from '../privacy/person-record.ts';
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
    const summary = summarise(await readPerson(store, staff, ids, Date.now()));
    list(summary);
    if (summary.conversations.length + summary.requests.length === 0) {
      console.log('Nothing is kept about this person.');
      return 0;
    }
    if (!yes) {
      console.log(`${countOf(ids)} would be erased; add --yes to do it.`);
      return 0;
    }
    const house = { store, staff, privacy, erasedFile: config.erasedFile };
    await erasePerson(house, ids, { actor: 'system', at: Date.now() });
    console.log(`${countOf(ids)} were erased.`);
    return 0;
  } finally {
    await store.close();
  }
});

function list({ conversations, requests, taught }: PersonSummary): void {
  for (const { id, startedAt } of conversations) {
    console.log(`conversation ${id}, begun ${dayOf(startedAt)}`);
  }
  for (const { kind, reference, at } of requests) {
    console.log(`${kind} ${reference}, made ${dayOf(at)}`);
  }
  for (const entry of taught) {
    console.log(`look at knowledge/${entry}.md: it was taught with this person's words`);
  }
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
