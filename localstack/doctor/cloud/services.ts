import type { CloudStatus, ServiceStatus } from '../../status.ts';
import { error, type Finding, ok, warning } from '../finding.mjs';

/** A finding for each service that is not well; one for all when they are. */
export function serviceFindings({ services }: Pick<CloudStatus, 'services'>): Finding[] {
  if (services.every(({ state }) => state === 'stopped')) {
    return [ok('services', 'the local cloud is down (./caudal up starts it)')];
  }
  const ill = services.filter(({ state }) => state !== 'running').map(findingOf);
  return ill.length > 0 ? ill : [ok('services', `${services.map(({ service }) => service).join(', ')} answer`)];
}

function findingOf({ service, state, problem, log }: ServiceStatus): Finding {
  const found = `${service} ${state}${problem ? `: ${problem}` : ''}`;
  switch (state) {
    case 'held':
      return warning('services', found, { why: 'It was stopped on purpose and stays down.', mend: './caudal up' });
    case 'restarting':
      return warning('services', found, {
        why: 'It crashed; the watcher starts it again.',
        mend: './caudal up   # waits for it',
      });
    case 'unhealthy':
      return error('services', found, {
        why: 'Its process runs, but does not answer: it is starting, busy or stuck.',
        mend: `./caudal up   # waits for it; if it stays so: ./caudal down && ./caudal up (log: ${log})`,
      });
    default:
      return error('services', found, {
        why: 'What needs it waits or fails.',
        mend: `./caudal up   # the end of its log says why it ended: ./caudal logs ${service}`,
      });
  }
}
