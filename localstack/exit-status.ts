import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import type { CloudConfig, ProcessName } from './config.ts';
import { exitFile } from './layout.ts';

/** How a service ended, such as `signal SIGKILL` or `exit code 1`; undefined when nobody saw it end. */
export function endingOf(config: CloudConfig, service: ProcessName): string | undefined {
  const file = exitFile(config, service);
  return existsSync(file) ? endingText(readFileSync(file, 'utf8')) : undefined;
}

/** The exit status of a shell in words; undefined where the text is none. */
function endingText(text: string): string | undefined {
  const status = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isNaN(status)) return undefined;
  const signal = Object.entries(constants.signals).find(([, number]) => number === status - 128)?.[0];
  return signal === undefined ? `exit code ${status}` : `signal ${signal}`;
}
