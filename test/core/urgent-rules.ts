import { readFileSync } from 'node:fs';
import { readContentFiles } from '../../src/content/read.ts';
import { Shelf } from '../../src/content/shelf.ts';
import { readUrgentRules } from '../../src/content/urgent-schema.ts';
import type { UrgentRules } from '../../src/core/screen.ts';

/** Facts of a made-up clinic, so that the rules are read alone, without the rest of the content. */
export const facts = {
  clinic: { name: 'Example Clinic', phone: '020 7946 0000' },
  country: {
    emergency: '999',
    urgent: 'NHS 111',
    emergencyDepartment: 'A&E',
    doctor: 'GP',
    poisons: '01 809 2166',
    crisis: [{ name: 'Samaritans', number: '116 123', when: 'day and night' }],
  },
};

let loaded: Promise<UrgentRules> | undefined;

/** The real rules of `dialogs/urgent/`, read once; a problem in them fails the test that asks. */
export function urgentRules(): Promise<UrgentRules> {
  loaded ??= readContentFiles('.').then((files) => {
    const shelf = new Shelf(files.filter(({ file }) => file.startsWith('dialogs/urgent/')));
    const rules = readUrgentRules(shelf, facts);
    if (shelf.problems.length > 0) throw new Error(JSON.stringify(shelf.problems, null, 2));
    return rules;
  });
  return loaded;
}

/** A message of the held-out lists: never used to write a rule before it was first measured. */
export interface HeldOut {
  readonly list: string;
  readonly text: string;
  readonly urgent: boolean;
  readonly about?: string;
}

export function heldOut(): readonly HeldOut[] {
  const lines = readFileSync(new URL('urgent-holdout.jsonl', import.meta.url), 'utf8').trim();
  return lines.split('\n').map((line): HeldOut => JSON.parse(line));
}
