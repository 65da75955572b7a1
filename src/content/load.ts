import type { Content } from '../core/guide.ts';
import { toClinic, toFacts } from './clinic.ts';
import { readEntries } from './entries.ts';
import type { Facts } from './fill.ts';
import {
  readDemo,
  readEmail,
  readMessages,
  readPrivateRules,
  readReplies,
  readWidget,
} from './fixed.ts';
import { readFlows } from './flows.ts';
import { checkLinks } from './links.ts';
import { ContentError } from './problems.ts';
import { type ContentFile, contentVersion, readContentFiles } from './read.ts';
import { clinicSchema, countriesSchema, sourcesSchema, topicsSchema } from './schema.ts';
import { Shelf } from './shelf.ts';
import { readUrgentRules } from './urgent-schema.ts';

/**
 * Reads `knowledge/` and `dialogs/` under `root` into one frozen Content.
 * @throws ContentError with every problem of every file, when there is any.
 */
export async function loadContent(root: string): Promise<Content> {
  return buildContent(await readContentFiles(root));
}

/** The same from files already read, so that a change can be tried before it is written. */
export function buildContent(files: readonly ContentFile[]): Content {
  const shelf = new Shelf(files);
  const { clinic, facts } = readClinic(shelf);
  const content = Object.freeze({
    version: contentVersion(files),
    clinic,
    topics: readTopics(shelf),
    sources: readSources(shelf),
    entries: readEntries(shelf, facts),
    smalltalk: readReplies(shelf, 'dialogs/smalltalk.yaml', facts),
    refusals: readReplies(shelf, 'dialogs/refusals.yaml', facts),
    flows: readFlows(shelf, facts),
    urgent: readUrgentRules(shelf, facts),
    privateRules: readPrivateRules(shelf),
    messages: readMessages(shelf, facts),
    widget: readWidget(shelf, facts),
    email: readEmail(shelf),
    demo: readDemo(shelf, facts),
    outOfScope: readLines(shelf, 'dialogs/out-of-scope.txt'),
    asides: readLines(shelf, 'dialogs/asides.txt'),
  });
  checkLinks(shelf, content);
  if (shelf.problems.length > 0) throw new ContentError(shelf.problems);
  return content;
}

/** Nothing can be filled in without the clinic and its country: problems here end the reading. */
function readClinic(shelf: Shelf): { clinic: Content['clinic']; facts: Facts } {
  const clinic = shelf.yaml('knowledge/clinic.yaml', clinicSchema);
  const countries = shelf.yaml('knowledge/countries.yaml', countriesSchema);
  if (clinic && countries && !countries.value[clinic.value.country]) {
    const message = `${clinic.value.country} has no row in knowledge/countries.yaml; add one`;
    shelf.error(clinic.file, clinic.lineOf(['country']), 'country', message);
  }
  if (!clinic || !countries || shelf.problems.length > 0) throw new ContentError(shelf.problems);
  return {
    clinic: toClinic(clinic.value, countries.value),
    facts: toFacts(clinic.value, countries.value),
  };
}

function readSources(shelf: Shelf): Content['sources'] {
  const file = shelf.yaml('knowledge/sources.yaml', sourcesSchema);
  const rows = Object.entries(file?.value ?? {});
  return new Map(
    rows.map(([id, { text, kind, url }]) => [id, { id, text, kind, ...(url ? { url } : {}) }]),
  );
}

function readTopics(shelf: Shelf): Content['topics'] {
  const file = shelf.yaml('knowledge/topics.yaml', topicsSchema);
  return Object.values(file?.value ?? {}).flat();
}

/** A plain list, one a line; lines that begin with `#` are notes. */
function readLines(shelf: Shelf, file: string): readonly string[] {
  return (shelf.text(file) ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
