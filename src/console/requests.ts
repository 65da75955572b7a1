import type { DeskRequest, Role } from '../storage/staff-store.ts';
import { may } from './policy.ts';

/**
 * A request as a role may see it. Fields a role may not see are gone, not hidden: a page that gets
 * this cannot show them by mistake.
 */
export interface VisibleRequest extends Omit<DeskRequest, 'conversation' | 'request'> {
  /** Null for those who may not open transcripts. */
  readonly conversation: string | null;
  readonly request: Omit<DeskRequest['request'], 'details'>;
  /** Null for those who may not see what it says about health. */
  readonly details: Readonly<Record<string, string>> | null;
}

export function visibleRequest(role: Role, whole: DeskRequest): VisibleRequest {
  const { details, ...request } = whole.request;
  return {
    ...whole,
    request,
    conversation: may(role, 'transcripts') ? whole.conversation : null,
    details: may(role, 'request-details') ? details : null,
  };
}
