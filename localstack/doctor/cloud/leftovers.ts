import { type CloudConfig, serviceNames } from '../../config.ts';
import { leftBehind } from '../../process.ts';
import { readRecord } from '../../run-record.ts';
import { type Finding, ok, warning } from '../finding.mjs';

/** Processes that services which have ended left running. They may hold ports and files. */
export function leftoverFinding(config: CloudConfig): Finding {
  const left = [...serviceNames, 'watcher' as const].flatMap((name) => {
    const record = readRecord(config, name);
    return record ? leftBehind(record).map((pid) => `${pid} (of ${name})`) : [];
  });
  if (left.length === 0) return ok('leftovers', 'no process of a dead service');
  return warning('leftovers', `processes ${left.join(', ')}`, {
    why: 'Their service has ended, they have not: they may hold its port or its files.',
    mend: './caudal up or ./caudal down ends them',
  });
}
