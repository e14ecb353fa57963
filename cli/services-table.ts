import type { CloudProgress, CloudStatus, ServiceStatus } from '../localstack/cloud.ts';
import { coloured, type Output, table } from './output.ts';

const colours = {
  running: 'green',
  unhealthy: 'yellow',
  died: 'red',
  restarting: 'yellow',
  held: 'yellow',
  stopped: 'dim',
} as const;

/** So many lines of what the watcher did are shown; all of them are in `--json`. */
const SHOWN_ENTRIES = 5;

/** The services of the local cloud as a table; under it what is wrong with one, and what the watcher did. */
export function servicesText({ services, watcher, journal }: CloudStatus): string {
  const rows = services.map((service) => [
    service.service,
    coloured(colours[service.state], service.state),
    service.port,
    service.pid ?? '',
    service.memoryMegabytes === undefined ? '' : `${Math.round(service.memoryMegabytes)} MB`,
    service.uptimeSeconds === undefined ? '' : uptime(service.uptimeSeconds),
  ]);
  const grid = table(['service', 'state', 'port', 'pid', 'memory', 'up'], rows);
  const parts = [grid, ...services.filter(({ problem }) => problem).map(problemText)];
  if (watcher.state === 'missing') {
    parts.push(
      coloured('yellow', '\nThe watcher is missing: a service that crashes stays down. ./caudal up starts it.'),
    );
  }
  if (journal.length > 0) parts.push('', ...journal.slice(-SHOWN_ENTRIES).map(({ text }) => coloured('yellow', text)));
  return parts.join('\n');
}

function problemText({ service, state, problem, log }: ServiceStatus): string {
  const last = state === 'died' || state === 'restarting' ? 'the last line of its log: ' : '';
  return `\n${coloured(colours[state] === 'red' ? 'red' : 'yellow', `${service} ${state};`)} ${last}${problem}\n  log: ${log}`;
}

function uptime(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** Writes the steps of starting and stopping as progress lines. */
export function cloudProgress(output: Output): (progress: CloudProgress) => void {
  return ({ service, phase, elapsedMilliseconds, detail }) => {
    if (phase === 'starting' || phase === 'stopping') return;
    output.progress(
      `  ${service.padEnd(11)} ${phase} ${(elapsedMilliseconds / 1000).toFixed(1)} s${detail ? `  ${detail}` : ''}`,
    );
  };
}
