import type { Report } from './flow-checks.ts';
import type { FlowFile, StepFile } from './flow-schema.ts';

/** Answers that every flow has without asking. */
const FACTS = ['clinic-open', 'reference', 'bookingLink'];

const OPEN = ['open', 'closed', 'unknown'];

/** Every answer that a step names is asked for, or brought along; every value named can be given. */
export function checkSlots(flow: FlowFile, report: Report): void {
  const asks = new Map(
    flow.steps.flatMap((step) => (step.kind === 'ask' ? [[step.id, step]] : [])),
  );
  const slots = new Set([...asks.keys(), ...flow.carried.map(({ slot }) => slot), ...FACTS]);
  flow.steps.forEach((step, index) => {
    const path = ['steps', index];
    for (const { slot, at } of namedSlots(step)) {
      if (!slots.has(slot)) report([...path, ...at], `no step asks for ${slot}`);
    }
    for (const { slot, value, at } of namedValues(step)) {
      const ask = asks.get(slot);
      const possible = slot === 'clinic-open' ? OPEN : ask === undefined ? null : valuesOf(ask);
      if (possible !== null && !possible.includes(value)) {
        report([...path, ...at], `${slot} is never ${value}; it is ${possible.join(', ')}`);
      }
    }
    checkPlaces(step, slots, path, report);
  });
}

type Ask = StepFile & { kind: 'ask' };
type Path = readonly (string | number)[];

function valuesOf(ask: Ask): readonly string[] | null {
  if (ask.answer === 'yes-no') return ['yes', 'no'];
  return ask.answer === 'choice' && !ask.free ? ask.options.map(({ id }) => id) : null;
}

function namedSlots(step: StepFile): readonly { slot: string; at: Path }[] {
  if (step.kind === 'branch') return [{ slot: step.on, at: ['on'] }];
  if (step.kind !== 'save') return [];
  const single = [
    ...(step.name === undefined ? [] : [{ slot: step.name, at: ['name'] }]),
    ...(step.times === undefined ? [] : [{ slot: step.times, at: ['times'] }]),
  ];
  return [
    ...single,
    ...step.contact.map((slot, place) => ({ slot, at: ['contact', place] })),
    ...step.details.map(({ slot }, place) => ({ slot, at: ['details', place, 'slot'] })),
    ...step.details.flatMap(({ when }, place) =>
      when === undefined ? [] : [{ slot: when.slot, at: ['details', place, 'when', 'slot'] }],
    ),
  ];
}

function namedValues(step: StepFile): readonly { slot: string; value: string; at: Path }[] {
  if (step.kind === 'branch') {
    return Object.keys(step.cases).map((value) => ({
      slot: step.on,
      value,
      at: ['cases', value],
    }));
  }
  if (step.kind !== 'save') return [];
  return step.details.flatMap(({ when }, place) =>
    (when?.is ?? []).map((value, which) => ({
      slot: when?.slot ?? '',
      value,
      at: ['details', place, 'when', 'is', which],
    })),
  );
}

/** `{name}` in a text must be an answer; `{summary}` belongs to a confirm. */
function checkPlaces(step: StepFile, slots: ReadonlySet<string>, path: Path, report: Report): void {
  const texts = 'text' in step ? [step.text ?? []].flat() : [];
  const own = step.kind === 'confirm' ? ['summary'] : [];
  for (const text of texts) {
    const plainText = text.replace(/\{\{[^}]*\}\}/g, '');
    for (const [, name = ''] of plainText.matchAll(/\{([a-zA-Z][\w.-]*)\}/g)) {
      if (slots.has(name) || own.includes(name)) continue;
      report([...path, 'text'], `{${name}} has no answer to show; name a step that asks`);
    }
  }
}
