import { type Expression, type Option, type Part, parseExpression } from './expression.ts';
import { indexSpelling, type Spelling } from './spelling.ts';

/** What can be said of the words around a sign; each is a list of expressions in `concepts.yaml`. */
export const scopeNames = [
  'negation',
  'wellAgain',
  'notNegation',
  'negationEnds',
  'past',
  'present',
  'hypothetical',
  'notHypothetical',
  'statement',
  'personal',
  'inGeneral',
  'aside',
  'unrelated',
  'settled',
  'returned',
] as const;

export type ScopeName = (typeof scopeNames)[number];

/** Groups of words as a clinician wrote them, before they are made quick to find. */
export interface LexiconSource {
  readonly concepts: Readonly<Record<string, readonly string[]>>;
  readonly idioms: readonly string[];
  readonly scopes: Readonly<Partial<Record<ScopeName, readonly string[]>>>;
  readonly fillers: readonly string[];
  /** Concepts that are kept between turns, since they are urgent only in pairs. */
  readonly remembered: readonly string[];
  readonly realWords: readonly string[];
}

export interface CompiledExpression {
  readonly source: string;
  readonly groups: readonly (readonly CompiledSequence[])[];
}

export type CompiledSequence = readonly CompiledPart[];

export type CompiledPart =
  | { readonly kind: 'gap' }
  | {
      readonly kind: 'one';
      readonly patterns: readonly number[];
      readonly groups: readonly number[];
      readonly optional: boolean;
    };

/** Everything the matcher needs, numbered and frozen. */
export interface Lexicon {
  readonly spelling: Spelling;
  readonly groups: readonly {
    readonly name: string;
    readonly expressions: readonly CompiledExpression[];
  }[];
  readonly groupIds: ReadonlyMap<string, number>;
  readonly fillers: ReadonlySet<string>;
  readonly remembered: ReadonlySet<string>;
}

/** Something wrong in an expression; `path` leads to it, such as `['concepts', 'chest', 2]`. */
export interface ExpressionProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * Gathers expressions, numbers their words and groups, and notes every problem. The groups come first, then
 * each rule's `expressions()`, then `finish()`.
 */
export class Compiler {
  readonly problems: ExpressionProblem[] = [];
  readonly #patternIds = new Map<string, number>();
  readonly #groupIds = new Map<string, number>();
  readonly #groups: { name: string; expressions: readonly CompiledExpression[] }[] = [];
  readonly #source: LexiconSource;

  constructor(source: LexiconSource) {
    this.#source = source;
    const lists: [string, readonly string[], PropertyKey[]][] = [
      ...Object.entries(source.concepts).map(
        ([name, list]): [string, readonly string[], PropertyKey[]] => [
          name,
          list,
          ['concepts', name],
        ],
      ),
      ['idioms', source.idioms, ['idioms']],
      ...scopeNames.map((name): [string, readonly string[], PropertyKey[]] => [
        `scope ${name}`,
        source.scopes[name] ?? [],
        ['scopes', name],
      ]),
    ];
    lists.forEach(([name], id) => {
      this.#groupIds.set(name, id);
    });
    for (const [name, list, path] of lists) {
      this.#groups.push({ name, expressions: this.expressions(list, path) });
    }
    this.#noteCircles();
    source.remembered.forEach((name, index) => {
      if (!this.#groupIds.has(name)) this.#unknown(name, ['remembered', index]);
    });
  }

  /** A list's expressions compiled; one line may hold several, set apart by commas. */
  expressions(
    lines: readonly string[],
    path: readonly PropertyKey[],
  ): readonly CompiledExpression[] {
    return lines.flatMap((line, index) =>
      line.split(',').flatMap((text) => this.#expression(text.trim(), [...path, index])),
    );
  }

  /** One expression compiled, or nothing after noting what is wrong with it. */
  #expression(text: string, path: readonly PropertyKey[]): readonly CompiledExpression[] {
    const parsed = parseExpression(text);
    if ('error' in parsed) {
      this.problems.push({ path, message: parsed.error });
      return [];
    }
    return [this.#compile(parsed, path)];
  }

  finish(): Lexicon {
    const { fillers, remembered, realWords } = this.#source;
    return Object.freeze({
      spelling: indexSpelling([...this.#patternIds.keys()], realWords),
      groups: this.#groups,
      groupIds: this.#groupIds,
      fillers: new Set(fillers),
      remembered: new Set(remembered),
    });
  }

  #compile(expression: Expression, path: readonly PropertyKey[]): CompiledExpression {
    const groups = expression.groups.map((group) =>
      group.map((sequence) => sequence.map((part) => this.#part(part, path))),
    );
    return { source: expression.source, groups };
  }

  #part(part: Part, path: readonly PropertyKey[]): CompiledPart {
    if (part.kind === 'gap') return part;
    const { optional, options } = part;
    const patterns = options.flatMap((option) => this.#patternOf(option));
    const groups = options.flatMap((option) => this.#groupOf(option, path));
    return { kind: 'one', optional, patterns, groups };
  }

  #patternOf(option: Option): readonly number[] {
    if (option.kind !== 'word') return [];
    const known = this.#patternIds.get(option.text);
    if (known !== undefined) return [known];
    this.#patternIds.set(option.text, this.#patternIds.size);
    return [this.#patternIds.size - 1];
  }

  #groupOf(option: Option, path: readonly PropertyKey[]): readonly number[] {
    if (option.kind !== 'group') return [];
    const id = this.#groupIds.get(option.name);
    if (id !== undefined) return [id];
    this.#unknown(option.name, path);
    return [];
  }

  #unknown(name: string, path: readonly PropertyKey[]): void {
    const message = `{${name}} is not a concept of dialogs/urgent/concepts.yaml; add it there`;
    this.problems.push({ path, message });
  }

  /** A group that needs itself could never be found. */
  #noteCircles(): void {
    const done = new Set<number>();
    const visit = (id: number, trail: readonly number[]): void => {
      const name = this.#groups[id]?.name ?? '';
      if (trail.includes(id)) {
        const names = [...trail.slice(trail.indexOf(id)), id].map((at) => this.#groups[at]?.name);
        const message = `goes round in a circle: ${names.join(' → ')}`;
        this.problems.push({ path: ['concepts', name], message });
      }
      if (done.has(id) || trail.includes(id)) return;
      for (const needed of this.#needs(id)) visit(needed, [...trail, id]);
      done.add(id);
    };
    this.#groups.forEach((_, id) => {
      visit(id, []);
    });
  }

  #needs(id: number): readonly number[] {
    const parts = (this.#groups[id]?.expressions ?? []).flatMap((expression) =>
      expression.groups.flat(2),
    );
    return parts.flatMap((part) => (part.kind === 'one' ? part.groups : []));
  }
}
