import type { Urgency } from './conversation.ts';

export interface UrgentRules {
  readonly rules: readonly {
    readonly id: string;
    readonly level: Urgency;
    readonly message: string;
  }[];
}
