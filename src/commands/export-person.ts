import { writeFile } from 'node:fs/promises';
import { openStoresOf } from '../open-stores.ts';
import { exportPerson } from '../privacy/person.ts';
import { countOf, find, PERSON_USAGE, readPersonArgs } from './person.ts';
import { commandConfig, runCommand } from './run.ts';

/** `npm run export-person`: everything that is kept about a person, as JSON. */
const USAGE = `npm run export-person -- ${PERSON_USAGE} [--output FILE]`;

await runCommand(USAGE, async (args) => {
  const config = commandConfig();
  const { output, ...person } = await readPersonArgs(config, args);
  const { store, staff, privacy } = await openStoresOf(config);
  try {
    const ids = await find(privacy, person);
    const house = { store, staff, privacy, erasedFile: config.erasedFile };
    const record = await exportPerson(house, ids, { actor: 'system', at: Date.now() });
    const text = `${JSON.stringify(record, null, 2)}\n`;
    if (output === null) process.stdout.write(text);
    else await writeFile(output, text, { mode: 0o600 });
    console.error(countOf(ids));
    return 0;
  } finally {
    await store.close();
  }
});
