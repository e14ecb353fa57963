import type { CloudStatus } from '../../status.ts';
import { error, type Finding, ok, warning } from '../finding.mjs';

/** Whether crashes are noticed, and what the watcher did of late. */
export function watcherFinding({
  watcher,
  journal,
  services,
}: Pick<CloudStatus, 'watcher' | 'journal' | 'services'>): Finding {
  if (watcher.state === 'missing') {
    const why = 'A service that crashes stays down until somebody looks, and logs grow.';
    return warning('watcher', 'it does not run', { why, mend: './caudal up' });
  }
  const last = journal.filter(({ kind }) => kind !== 'paused').at(-1);
  const isDown = services.some(({ state }) => state === 'died');
  if (last?.kind === 'gave-up' && isDown) {
    const why = 'It crashes as often as it is started: its log says why.';
    return error('watcher', last.text, { why, mend: `./caudal logs ${last.service} --lines 100, then ./caudal up` });
  }
  if (last) {
    const crashes = journal.filter(({ kind }) => kind !== 'paused').length;
    const why = `Services crashed ${crashes === 1 ? 'once' : `${crashes} times`} within 24 hours. Often memory is short, or something was killed.`;
    return warning('watcher', last.text, { why, mend: './caudal logs watcher' });
  }
  return ok('watcher', watcher.state === 'running' ? 'it runs; no crash within 24 hours' : 'the cloud is down');
}
