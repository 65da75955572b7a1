import type { Footnote } from '../core/conversation.ts';
import { plain } from '../core/flow/plain.ts';
import type { Flow, Step } from '../core/flow/types.ts';
import type { FlowWords } from '../core/flow/words.ts';
import type { Source } from '../core/guide.ts';
import type { Facts } from './fill.ts';
import { fillAll } from './fill-all.ts';
import { checkFlow } from './flow-checks.ts';
import { type FlowFile, flowSchema, type StepFile } from './flow-schema.ts';
import { readFlowWords, toWording, WORDS } from './flow-words.ts';
import { sourcesSchema } from './schema.ts';
import { type Placed, Shelf } from './shelf.ts';

const FOLDER = 'dialogs/flows';

/** Every dialog of `dialogs/flows/`, by id, with clinic facts filled in. Problems go to the shelf. */
export function readFlows(shelf: Shelf, facts: Facts): ReadonlyMap<string, Flow> {
  const words = readFlowWords(shelf, facts);
  const placed = shelf
    .under(FOLDER, '.yaml')
    .filter(({ file }) => file !== WORDS)
    .flatMap(({ file }) => shelf.yaml(file, flowSchema) ?? []);
  const known = {
    flows: new Set(placed.map(({ value }) => value.id)),
    rules: urgentRules(shelf),
    sources: readSources(shelf),
  };
  for (const flow of placed) checkFlow(shelf, flow, known);
  if (words === undefined) return new Map();
  if (!known.flows.has(words.personFlow)) {
    shelf.error(WORDS, 1, 'personFlow', `${words.personFlow} is no flow of ${FOLDER}`);
  }
  return new Map(
    placed.map((flow) => [flow.value.id, toFlow(shelf, facts, flow, words, known.sources)]),
  );
}

/** The ids of the urgent rules: files with a level, named after their id. */
function urgentRules(shelf: Shelf): ReadonlySet<string> {
  const rules = shelf.under('dialogs/urgent', '.yaml').filter(({ text }) => /^level:/m.test(text));
  return new Set(rules.map(({ file }) => file.slice(file.lastIndexOf('/') + 1, -'.yaml'.length)));
}

/** On a shelf of its own: the bibliography's problems are told by who reads it first. */
function readSources(shelf: Shelf): ReadonlyMap<string, Source> {
  const file = 'knowledge/sources.yaml';
  const own = new Shelf(shelf.under('knowledge', 'sources.yaml'));
  const rows = Object.entries(own.yaml(file, sourcesSchema)?.value ?? {});
  return new Map(
    rows.map(([id, { text, kind, url }]) => [id, { id, text, kind, ...(url ? { url } : {}) }]),
  );
}

function toFlow(
  shelf: Shelf,
  facts: Facts,
  placed: Placed<FlowFile>,
  words: FlowWords,
  sources: ReadonlyMap<string, Source>,
): Flow {
  const file = fillAll(shelf, facts, placed);
  const { id, title, status, health, phrasings, tests, carried } = file;
  const steps = file.steps.map((step, index) =>
    toStep(step, file.steps[index + 1]?.id ?? '', sources),
  );
  return {
    id,
    title,
    status,
    health,
    phrasings,
    tests,
    carried,
    first: file.steps[0]?.id ?? '',
    steps: new Map(steps.map((step) => [step.id, step])),
    words,
  };
}

function toStep(step: StepFile, following: string, sources: ReadonlyMap<string, Source>): Step {
  switch (step.kind) {
    case 'ask':
      return toAsk(step, following);
    case 'say': {
      const { text, footnotes } = withNumbers(step.text, step.sources, sources);
      return { kind: 'say', id: step.id, text, footnotes, next: step.goto ?? following };
    }
    case 'confirm':
      return { kind: 'confirm', id: step.id, text: step.text, next: step.goto ?? following };
    case 'save': {
      const { goto, name = null, times = null, details, ...rest } = step;
      const all = details.map(({ slot, when = null }) => ({ slot, when }));
      return { ...rest, name, times, details: all, next: goto ?? following };
    }
    case 'hand-over':
      return { kind: 'hand-over', id: step.id, text: step.text ?? null, flow: step.flow ?? null };
    default:
      return step;
  }
}

function toAsk(step: StepFile & { kind: 'ask' }, following: string): Step {
  const { goto, help, why = null, least = null, most = null, options, ...rest } = step;
  return {
    ...rest,
    why,
    least,
    most,
    text: toWording(step.text),
    help: help === undefined ? null : toWording(help),
    change: [...step.change, step.label].map(plain).filter((name) => name !== ''),
    options: options.map(({ goto = null, urgent = null, ...option }) => ({
      ...option,
      goto,
      urgent,
      words: [option.label, ...option.words].map(plain),
    })),
    next: goto ?? following,
  };
}

/** Source marks become numbers in order of first use, as in an entry. */
function withNumbers(
  text: string,
  listed: readonly { id: string; supports: string }[],
  sources: ReadonlyMap<string, Source>,
): { text: string; footnotes: readonly Footnote[] } {
  const order: string[] = [];
  const numbered = text.replace(/\s*\[\^([A-Z]\d+)\]/g, (_, id: string) => {
    if (!order.includes(id)) order.push(id);
    return ` [${order.indexOf(id) + 1}]`;
  });
  const footnotes = order.flatMap((id, index) => {
    const source = sources.get(id);
    const supports = listed.find((one) => one.id === id)?.supports ?? '';
    if (source === undefined) return [];
    const address = source.url === undefined ? {} : { url: source.url };
    return [{ number: index + 1, source: id, text: source.text, supports, ...address }];
  });
  return { text: numbered.replace(/\] \[/g, ']['), footnotes };
}
