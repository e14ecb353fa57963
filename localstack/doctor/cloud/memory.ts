import type { CloudStatus } from '../../status.ts';
import { type Finding, ok, warning } from '../finding.mjs';

/** What the services may take together when nothing happens. Unit: MB. */
export const idleMegabytes = 2500;

/** Memory of all processes of the cloud. */
export function cloudMemoryFinding({ services, watcher }: Pick<CloudStatus, 'services' | 'watcher'>): Finding {
  const total = [...services, watcher].reduce((sum, { memoryMegabytes }) => sum + (memoryMegabytes ?? 0), 0);
  const found = `${Math.round(total)} MB in all services`;
  if (total <= idleMegabytes) return ok('cloud memory', found);
  return warning('cloud memory', found, {
    why: `Idle it is under ${idleMegabytes} MB. Work takes more for a while; if it stays so, something leaks.`,
    mend: './caudal status shows which it is; ./caudal down && ./caudal up starts afresh, the data stays',
  });
}
