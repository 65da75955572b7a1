import { plain } from '../core/flow/plain.ts';
import type { FlowFile, StepFile } from './flow-schema.ts';
import { checkSlots } from './flow-slot-checks.ts';
import type { Placed, Shelf } from './shelf.ts';

/** Answers that may be taken as they were typed. */
const mayBeFree: ReadonlySet<string> = new Set(['choice', 'date-time', 'text']);

/** What a flow may name besides its own steps. */
export interface Known {
  readonly flows: ReadonlySet<string>;
  readonly rules: ReadonlySet<string>;
  readonly sources: { has(id: string): boolean };
}

/** What the shape alone cannot show: where steps lead, whether each is reached, what they name. */
export function checkFlow(shelf: Shelf, flow: Placed<FlowFile>, known: Known): void {
  const { file, value, lineOf } = flow;
  const report: Report = (path, message) =>
    shelf.error(file, lineOf(path), path.join('.'), message);
  if (file !== `dialogs/flows/${value.id}.yaml`) {
    report(['id'], `must be the file's name; rename the file ${value.id}.yaml`);
  }
  checkWays(value.steps, report);
  checkOptions(value.steps, known, report);
  checkSlots(value, report);
  checkNamed(value.steps, known, report);
}

export type Report = (path: readonly (string | number)[], message: string) => void;

/** One way from a step to another: `path` is the field that says so. */
interface Way {
  readonly to: string;
  readonly path: readonly (string | number)[];
}

/** Every way leads to a later step, no step is left out, and none leads nowhere. */
function checkWays(steps: readonly StepFile[], report: Report): void {
  const places = new Map(steps.map(({ id }, index) => [id, index]));
  const reached = new Set([steps[0]?.id]);
  steps.forEach((step, index) => {
    if (places.get(step.id) !== index) report(['steps', index, 'id'], `${step.id} is there twice`);
    if (!reached.has(step.id)) {
      report(['steps', index, 'id'], `no step leads to ${step.id}; add a goto, or take it out`);
    }
    for (const { to, path } of waysFrom(steps, index)) {
      const place = places.get(to);
      if (place === undefined) report(path, `${to} is no step of this flow`);
      else if (place <= index) report(path, `${to} comes before ${step.id}; lead to a later step`);
      reached.add(to);
    }
    if (index === steps.length - 1 && !ends(step)) {
      report(['steps', index, 'kind'], 'the last step must be end, hand-over or urgent');
    }
  });
}

function ends({ kind }: StepFile): boolean {
  return kind === 'end' || kind === 'hand-over' || kind === 'urgent';
}

function waysFrom(steps: readonly StepFile[], index: number): readonly Way[] {
  const step = steps[index];
  if (step === undefined || ends(step)) return [];
  const path = ['steps', index];
  if (step.kind === 'branch') {
    return [
      ...Object.entries(step.cases).map(([value, to]) => ({ to, path: [...path, 'cases', value] })),
      { to: step.otherwise, path: [...path, 'otherwise'] },
    ];
  }
  const own = 'goto' in step && step.goto !== undefined ? step.goto : steps[index + 1]?.id;
  return [
    ...(step.kind === 'ask' ? optionWays(step, path) : []),
    ...(own === undefined ? [] : [{ to: own, path: [...path, 'goto'] }]),
  ];
}

function optionWays(step: StepFile & { kind: 'ask' }, path: Way['path']): readonly Way[] {
  return step.options.flatMap(({ goto }, place) =>
    goto === undefined ? [] : [{ to: goto, path: [...path, 'options', place, 'goto'] }],
  );
}

function checkOptions(steps: readonly StepFile[], known: Known, report: Report): void {
  steps.forEach((step, index) => {
    if (step.kind !== 'ask') return;
    const path = ['steps', index];
    if (step.answer === 'choice' && step.options.length < 2) {
      report([...path, 'options'], 'a choice needs at least two options');
    }
    if (step.answer !== 'choice' && (step.options.length > 0 || step.several)) {
      report([...path, 'answer'], 'only a choice has options or several');
    }
    if (step.free && !mayBeFree.has(step.answer)) {
      report([...path, 'free'], 'only a choice, a text or a date-time can be free');
    }
    const owners = new Map<string, string>();
    step.options.forEach((option, place) => {
      const at = [...path, 'options', place];
      if (option.urgent !== undefined && !known.rules.has(option.urgent)) {
        report([...at, 'urgent'], `${option.urgent} is no rule of dialogs/urgent`);
      }
      for (const word of [option.id, ...[option.label, ...option.words].map(plain)]) {
        const owner = owners.get(word);
        if (owner !== undefined && owner !== option.id) {
          report([...at, 'words'], `"${word}" means ${owner} too; keep it in one of them`);
        }
        owners.set(word, option.id);
      }
    });
  });
}

function checkNamed(steps: readonly StepFile[], known: Known, report: Report): void {
  steps.forEach((step, index) => {
    const path = ['steps', index];
    if (step.kind === 'urgent' && !known.rules.has(step.rule)) {
      report([...path, 'rule'], `${step.rule} is no rule of dialogs/urgent`);
    }
    if (step.kind === 'hand-over' && step.flow !== undefined && !known.flows.has(step.flow)) {
      report([...path, 'flow'], `${step.flow} is no flow of dialogs/flows`);
    }
    if (step.kind === 'say') checkSources(step, path, known, report);
  });
}

function checkSources(
  step: StepFile & { kind: 'say' },
  path: readonly (string | number)[],
  known: Known,
  report: Report,
): void {
  const marked = new Set([...step.text.matchAll(/\[\^([A-Z]\d+)\]/g)].map((mark) => mark[1] ?? ''));
  const listed = new Set(step.sources.map(({ id }) => id));
  for (const mark of marked) {
    if (!listed.has(mark)) report([...path, 'text'], `[^${mark}] is marked in the text; list it`);
  }
  step.sources.forEach(({ id }, place) => {
    const at = [...path, 'sources', place];
    if (!marked.has(id)) report(at, `${id} is listed; mark what it supports with [^${id}]`);
    if (!known.sources.has(id)) report(at, `${id} is not in knowledge/sources.yaml`);
  });
}
