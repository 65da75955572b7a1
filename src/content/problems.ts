/** What is wrong with the content, where, and what would be right. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  /** Short name of the rule, such as `schema` or `reading-age`: warnings are counted by it. */
  readonly rule: string;
  /** Path from the project's root, with `/`. */
  readonly file: string;
  readonly line: number;
  /** Dotted path of the field, such as `sources.0.id`; empty for the whole file. */
  readonly field: string;
  readonly message: string;
}

/** Thrown when content has errors: a server never starts with them. Carries all of them at once. */
export class ContentError extends Error {
  override readonly name = 'ContentError';
  readonly code = 'content_invalid';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(describeProblem).join('\n'));
    this.problems = problems;
  }
}

/** One line for a terminal: `knowledge/a.md:3 sources.0.id: …`. */
export function describeProblem(problem: Problem): string {
  const field = problem.field === '' ? '' : ` ${problem.field}`;
  return `${problem.file}:${problem.line}${field}: ${problem.message}`;
}
