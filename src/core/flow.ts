export interface Flow {
  readonly id: string;
  readonly title: string;
  readonly phrasings: readonly string[];
  readonly tests: readonly string[];
}
export interface Readers {
  readonly now?: never;
}
