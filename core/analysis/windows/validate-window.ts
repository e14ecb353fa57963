import { show } from '../../show.ts';
import type { Window } from '../window.ts';
import { validateDerivation } from './validate-derivation.ts';

const MAX_SECONDS = 86_400;
const MAX_PANES = 100;
const MAX_LISTED = 100;
const MAX_COUNTED = 1000;

/**
 * Refuses a window that cannot be worked out, before it is deployed.
 * @throws {RangeError} naming the window, the field, its range and the value received
 */
export function validateWindow<E>(window: Window<E>): void {
  const { name } = window;
  if (typeof name !== 'string' || !/^[a-z][a-z0-9_-]{0,39}$/.test(name)) {
    fail(
      'Window',
      'name must be 1 to 40 lower-case letters, digits, hyphens and underscores, the first a letter',
      name,
    );
  }
  const owner = `Window ${name}`;
  validateTimes(owner, window);
  validateAggregates(owner, window);
  validateDerivation(window);
  whole(owner, 'version', window.version ?? 1, 1, Number.MAX_SAFE_INTEGER);
  const { scope = 'key', groupBy, table } = window;
  if (scope !== 'key' && scope !== 'stream') fail(owner, "scope must be 'key' or 'stream'", scope);
  if (scope === 'stream' && !groupBy) fail(owner, "scope 'stream' needs groupBy, which names the group", groupBy);
  if (table && table.table.clientTimestamps !== true) {
    fail(
      owner,
      `table.table (${table.table.keyspace}.${table.table.name}) must have clientTimestamps: true, or an older result could overwrite a newer`,
      table.table.clientTimestamps,
    );
  }
}

function validateTimes<E>(owner: string, window: Window<E>): void {
  switch (window.kind) {
    case 'tumbling':
      whole(owner, 'sizeSeconds', window.sizeSeconds, 1, MAX_SECONDS);
      break;
    case 'hopping': {
      const { sizeSeconds, hopSeconds } = window;
      whole(owner, 'sizeSeconds', sizeSeconds, 1, MAX_SECONDS);
      whole(owner, 'hopSeconds', hopSeconds, 1, sizeSeconds);
      if (sizeSeconds % hopSeconds !== 0)
        fail(owner, `hopSeconds must divide sizeSeconds (${sizeSeconds})`, hopSeconds);
      if (sizeSeconds / hopSeconds > MAX_PANES) {
        fail(owner, `hopSeconds must be at least 1/${MAX_PANES} of sizeSeconds (${sizeSeconds})`, hopSeconds);
      }
      break;
    }
    case 'session':
      whole(owner, 'gapSeconds', window.gapSeconds, 1, MAX_SECONDS);
      break;
    default:
      fail(owner, "kind must be 'tumbling', 'hopping' or 'session'", Object(window).kind);
  }
}

function validateAggregates<E>(owner: string, { aggregates }: Window<E>): void {
  const entries = Object.entries(aggregates);
  if (entries.length === 0) fail(owner, 'aggregates must name at least one', 'none');
  for (const [name, aggregate] of entries) {
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(name)) {
      fail(
        owner,
        'aggregates: a name must be 1 to 40 lower-case letters, digits and underscores, the first a letter',
        name,
      );
    }
    if (aggregate.kind === 'percentile' && !(aggregate.percent > 0 && aggregate.percent <= 100)) {
      fail(owner, `aggregates.${name}: percent must be over 0, up to 100`, aggregate.percent);
    }
    if (aggregate.kind === 'top') {
      whole(owner, `aggregates.${name}: k`, aggregate.k, 1, MAX_LISTED);
      whole(owner, `aggregates.${name}: exactUpTo`, aggregate.exactUpTo, aggregate.k, MAX_COUNTED);
    }
  }
}

function whole(owner: string, field: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  fail(owner, `${field} must be a whole number from ${low} to ${high}`, value);
}

function fail(owner: string, what: string, value: unknown): never {
  throw new RangeError(`${owner}: ${what} (received ${show(value)})`);
}
