import { archiveQueries } from './archive.ts';
import type { Engine } from './engine.ts';
import { entryUseQueries } from './entry-use.ts';
import { insightsQueries } from './insights.ts';
import { accountQueries } from './staff-accounts.ts';
import { auditQueries } from './staff-audit.ts';
import { conversationQueries } from './staff-conversations.ts';
import type { StaffKeys } from './staff-keys.ts';
import { requestQueries } from './staff-requests.ts';
import { sessionQueries } from './staff-sessions.ts';
import type { StaffStore } from './staff-store.ts';
import { suggestionQueries } from './suggestions.ts';
import { teachQueries } from './teach.ts';
import type { Vault } from './vault.ts';

/** All verbs of the StaffStore over one engine. Errors of the drivers are the caller's to name. */
export function staffQueries(engine: Engine, vault: Vault, keys: StaffKeys): StaffStore {
  return {
    ...accountQueries(engine, vault),
    ...sessionQueries(engine, vault),
    ...auditQueries(engine, vault, keys),
    ...conversationQueries(engine, vault, keys),
    ...requestQueries(engine, vault, keys),
    ...archiveQueries(engine, vault),
    ...suggestionQueries(engine, vault),
    ...teachQueries(engine, vault),
    ...insightsQueries(engine),
    ...entryUseQueries(engine),
  };
}
