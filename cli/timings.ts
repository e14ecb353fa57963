import type { CloudProgress } from '../localstack/cloud.ts';
import { serviceNames } from '../localstack/config.ts';
import { table } from './output.ts';

/** When each service reached a phase of its start. Unit: s since the command began. */
export interface ServiceTimings {
  readonly service: string;
  /** Its process runs. */
  readonly starting?: number;
  /** Its port accepts connections. */
  readonly listening?: number;
  /** What a first start has to do is done; of services that have such. */
  readonly settled?: number;
  /** It answers a real request. */
  readonly ready?: number;
}

const phases = ['starting', 'listening', 'settled', 'ready'] as const;

/** Gathers the steps of a start. */
export class StartTimings {
  readonly #seconds = new Map<string, Partial<Record<CloudProgress['phase'], number>>>();

  add({ service, phase, elapsedMilliseconds }: CloudProgress): void {
    const seconds = Math.round(elapsedMilliseconds / 100) / 10;
    this.#seconds.set(service, { ...this.#seconds.get(service), [phase]: seconds });
  }

  /** A row a service; one that ran before has no `starting`. */
  rows(): ServiceTimings[] {
    return serviceNames.map((service) => {
      const seen = this.#seconds.get(service) ?? {};
      const known = phases.flatMap((phase) => (seen[phase] === undefined ? [] : [[phase, seen[phase]]]));
      return { service, ...Object.fromEntries(known) };
    });
  }

  text(): string {
    const rows = this.rows().map((row) => [row.service, ...phases.map((phase) => secondsText(row[phase]))]);
    return table(['service', ...phases.map((phase) => `${phase} (s)`)], rows);
  }
}

function secondsText(seconds: number | undefined): string {
  return seconds === undefined ? '' : seconds.toFixed(1);
}
