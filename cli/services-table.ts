import type { CloudProgress, CloudStatus, ServiceStatus } from '../localstack/cloud.ts';
import { coloured, type Output, table } from './output.ts';

const colours = { running: 'green', unhealthy: 'yellow', died: 'red', stopped: 'dim' } as const;

/** The services of the local cloud as a table; what is wrong with one stands under it. */
export function servicesText({ services }: CloudStatus): string {
  const rows = services.map((service) => [
    service.service,
    coloured(colours[service.state], service.state),
    service.port,
    service.pid ?? '',
    service.memoryMegabytes === undefined ? '' : `${Math.round(service.memoryMegabytes)} MB`,
    service.uptimeSeconds === undefined ? '' : uptime(service.uptimeSeconds),
  ]);
  const grid = table(['service', 'state', 'port', 'pid', 'memory', 'up'], rows);
  return [grid, ...services.filter(({ problem }) => problem).map(problemText)].join('\n');
}

function problemText({ service, state, problem, log }: ServiceStatus): string {
  const last = state === 'died' ? 'the last line of its log: ' : '';
  return `\n${coloured('red', `${service} ${state};`)} ${last}${problem}\n  log: ${log}`;
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
