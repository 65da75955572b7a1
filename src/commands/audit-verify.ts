import { openStoresOf } from '../open-stores.ts';
import type { AuditBreak } from '../storage/staff-store.ts';
import { showProgress } from './progress.ts';
import { commandConfig, runCommand, UsageError } from './run.ts';

const REASONS: Readonly<Record<AuditBreak, string>> = {
  changed: 'was changed, or put in by hand',
  missing: 'is missing',
  'cut-off': 'and what followed it was cut off',
};

/** Walks the audit log's chain from end to end. Exit status 1 when anything was edited. */
await runCommand('npm run audit:verify', async (args) => {
  if (args.length > 0) throw new UsageError('it takes no words');
  const { store, staff } = await openStoresOf(commandConfig());
  try {
    const finding = await staff.verifyAudit((done, all) =>
      showProgress({ stage: 'checking the audit log', done, all }),
    );
    if (finding.kind === 'sound') {
      console.log(`${finding.rows} rows, unbroken; the last hash is ${finding.head || 'none'}`);
      return 0;
    }
    console.error(`broken: row ${finding.sequence} ${REASONS[finding.reason]}`);
    return 1;
  } finally {
    await store.close();
  }
});
