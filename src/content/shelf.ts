import type { z } from 'zod';
import { type Facts, fillFacts } from './fill.ts';
import type { Problem } from './problems.ts';
import type { ContentFile } from './read.ts';
import { type LineOf, parseYaml } from './yaml.ts';

/** A checked value with the file it came from and the line of each of its fields. */
export interface Placed<T> {
  readonly file: string;
  readonly value: T;
  readonly lineOf: LineOf;
}

/**
 * The content files while they are being read: gathers every problem instead of stopping at the
 * first, so that one run of `npm run check` tells all that is wrong.
 */
export class Shelf {
  readonly problems: Problem[] = [];
  readonly #files: ReadonlyMap<string, string>;

  constructor(files: readonly ContentFile[]) {
    this.#files = new Map(files.map(({ file, text }) => [file, text]));
  }

  /** The files of a folder with an ending, in order of path. */
  under(folder: string, ending: string): readonly ContentFile[] {
    return [...this.#files]
      .filter(([file]) => file.startsWith(`${folder}/`) && file.endsWith(ending))
      .map(([file, text]) => ({ file, text }));
  }

  /** One YAML file, checked; undefined after a problem, which is noted. */
  yaml<T>(file: string, schema: z.ZodType<T>): Placed<T> | undefined {
    const text = this.text(file);
    if (text === undefined) return undefined;
    const parsed = parseYaml({ file, text, firstLine: 1 }, schema);
    if (parsed.ok) return { file, value: parsed.value, lineOf: parsed.lineOf };
    this.problems.push(...parsed.problems);
    return undefined;
  }

  text(file: string): string | undefined {
    const text = this.#files.get(file);
    if (text === undefined) this.error(file, 1, '', 'is missing');
    return text;
  }

  error(file: string, line: number, field: string, message: string): void {
    this.problems.push({ severity: 'error', rule: 'schema', file, line, field, message });
  }

  /** Fills facts into a text and notes each that is missing. */
  fill(text: string, facts: Facts, at: { file: string; line: number; field: string }): string {
    const filled = fillFacts(text, facts);
    for (const name of filled.missing) {
      const advice =
        'fill it in knowledge/clinic.yaml, or write a section for when it is not there';
      this.error(at.file, at.line, at.field, `{{${name}}} has no value; ${advice}`);
    }
    return filled.text;
  }
}
