import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Problem } from './problems.ts';

/** A piece of YAML with its place in a file, so that an error can name the line. */
export interface YamlText {
  readonly file: string;
  readonly text: string;
  /** The line of the file on which `text` begins, from 1. */
  readonly firstLine: number;
}

/** Parsed and checked YAML, or every problem in it. `lineOf` finds the line of a field. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T; readonly lineOf: LineOf }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export type LineOf = (path: readonly PropertyKey[]) => number;

/** Parses YAML and checks it against `schema`; all problems at once, each with its line. */
export function parseYaml<T>(source: YamlText, schema: z.ZodType<T>): Parsed<T> {
  const lines = new LineCounter();
  const document = parseDocument(source.text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number) => source.firstLine + lines.linePos(offset).line - 1;
  if (document.errors.length > 0) {
    return {
      ok: false,
      problems: document.errors.map((error) =>
        schemaProblem(source.file, lineAt(error.pos[0]), '', error.message),
      ),
    };
  }
  const lineOf: LineOf = (path) => lineAt(offsetOf(document, path));
  const result = schema.safeParse(document.toJS());
  if (result.success) return { ok: true, value: result.data, lineOf };
  return {
    ok: false,
    problems: result.error.issues.map((issue) =>
      schemaProblem(source.file, lineOf(issue.path), issue.path.join('.'), issue.message),
    ),
  };
}

/** The start of the node at `path`, or of the nearest ancestor that exists. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function schemaProblem(file: string, line: number, field: string, message: string): Problem {
  return { severity: 'error', rule: 'schema', file, line, field, message };
}
