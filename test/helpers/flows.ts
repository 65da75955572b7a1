import { readFileSync } from 'node:fs';
import { toClinic, toFacts } from '../../src/content/clinic.ts';
import { readFlows } from '../../src/content/flows.ts';
import { type ContentFile, readContentFiles } from '../../src/content/read.ts';
import { clinicSchema, countriesSchema } from '../../src/content/schema.ts';
import { Shelf } from '../../src/content/shelf.ts';
import type { ClinicRequest, FlowState, Reply } from '../../src/core/conversation.ts';
import {
  type Flow,
  type FlowContext,
  type FlowResult,
  type Opening,
  startFlow,
  stepFlow,
} from '../../src/core/flow.ts';
import type { Clinic } from '../../src/core/guide.ts';
import { makeReaders } from '../../src/reading/readers.ts';

/** Sunday 22 November 2026, 12:00 in London. */
export const NOON = Date.UTC(2026, 10, 22, 12);

export const files: readonly ContentFile[] = await readContentFiles('.');

/** The flows of some files, and every problem found on the way. */
export function flowsOf(some: readonly ContentFile[]) {
  const shelf = new Shelf(some);
  const { clinic, facts } = clinicOf(shelf);
  return { flows: readFlows(shelf, facts), problems: shelf.problems, clinic };
}

function clinicOf(shelf: Shelf) {
  const clinic = shelf.yaml('knowledge/clinic.yaml', clinicSchema);
  const countries = shelf.yaml('knowledge/countries.yaml', countriesSchema);
  if (!clinic || !countries) throw new Error('the clinic cannot be read');
  return {
    clinic: toClinic(clinic.value, countries.value),
    facts: toFacts(clinic.value, countries.value),
  };
}

export const real = flowsOf(files);
export const readers = makeReaders(real.clinic);
export const times = flowNamed('booking').words.times;

export function flowNamed(id: string): Flow {
  const flow = real.flows.get(id);
  if (flow === undefined) throw new Error(`there is no flow ${id}`);
  return flow;
}

/** What the search would say: nothing found, unless a test says otherwise. */
interface Said {
  readonly question?: boolean;
  readonly target?: string;
  readonly confidence?: number;
  /** Minutes since the message before. */
  readonly after?: number;
}

/** A conversation with the flows alone; `say` returns what came of it. */
export class Talk {
  at = NOON;
  state: FlowState | null = null;
  result: FlowResult = { kind: 'not-mine' };
  readonly requests: ClinicRequest[] = [];
  readonly references: string[] = [];
  readonly clinic: Clinic;
  readonly flows: ReadonlyMap<string, Flow>;
  #turns = 0;

  constructor(flows: ReadonlyMap<string, Flow> = real.flows, clinic: Clinic = real.clinic) {
    this.flows = flows;
    this.clinic = clinic;
  }

  start(id: string, opening: Opening = {}): this {
    return this.take(startFlow(this.flows, id, this.moment, this.context, opening));
  }

  say(text: string, { question, target, confidence, after = 1 }: Said = {}): this {
    const flow = this.flows.get(this.state?.id ?? '');
    if (this.state === null || flow === undefined) throw new Error('no flow is running');
    const lastAt = this.at;
    this.at += after * 60_000;
    const heard = {
      text,
      looksLikeQuestion: question ?? text.trim().endsWith('?'),
      matchConfidence: confidence ?? (target === undefined ? 0 : 0.9),
      matchTarget: target ?? null,
      lastAt,
    };
    return this.take(stepFlow(flow, this.state, heard, this.moment, this.context));
  }

  /** Says one thing after the other. */
  through(...texts: readonly string[]): this {
    for (const text of texts) this.say(text);
    return this;
  }

  get replies(): readonly Reply[] {
    return this.result.kind === 'reply' ? this.result.replies : [];
  }

  /** All that was said last. */
  get text(): string {
    return this.replies.map(({ text }) => text).join('\n');
  }

  get choices(): readonly string[] {
    return this.replies.at(-1)?.choices ?? [];
  }

  get step(): string | null {
    return this.state?.step ?? null;
  }

  get event(): string {
    return this.result.kind === 'reply' ? this.result.event : this.result.kind;
  }

  shown(slot: string): string | undefined {
    return this.state?.slots[slot]?.shown;
  }

  get moment() {
    return { at: this.at, draw: `draw ${this.#turns} of this talk` };
  }

  get context(): FlowContext {
    return { clinic: this.clinic, readers, references: this.references };
  }

  private take(result: FlowResult): this {
    this.#turns++;
    this.result = result;
    if (result.kind === 'not-mine') return this;
    this.state = result.kind === 'reply' ? result.state : null;
    if (result.kind === 'reply') {
      this.requests.push(...result.requests);
      this.references.push(...result.requests.map(({ reference }) => reference));
      if (result.next !== null) return this.start(result.next.flow, { slots: result.next.slots });
    }
    return this;
  }
}

/** A real content file with some words replaced. */
export function edited(file: string, change: (text: string) => string): readonly ContentFile[] {
  const before = readFileSync(file, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`nothing changed in ${file}`);
  return files.map((one) => (one.file === file ? { file, text: after } : one));
}
