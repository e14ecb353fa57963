import { whole } from '../settings.ts';
import { show } from '../show.ts';
import type { HttpPull, HttpPullDefinition } from './http-pull.ts';
import { intervalMinutes } from './interval.ts';
import type { PullDefinition, PullSource } from './pull-source.ts';
import { requirePullUrl } from './pull-url.ts';
import type { SqlPull, SqlPullDefinition } from './sql-pull.ts';

/** Longest name in PostgreSQL, in bytes. @see https://www.postgresql.org/docs/current/sql-syntax-lexical.html */
const MOST_NAME_BYTES = 63;

/**
 * Fills in what a pull source leaves out.
 *
 * @throws {RangeError} naming the setting, its range and the value received
 */
export function definePull(definition: PullDefinition): PullSource {
  intervalMinutes('pull.every', definition.every);
  switch (definition.kind) {
    case 'http':
      return defineHttp(definition);
    case 'sql':
      return defineSql(definition);
    default:
      throw new RangeError(
        `pull.kind must be "http" or "sql" (received ${show((definition as { kind: unknown }).kind)})`,
      );
  }
}

function defineHttp(definition: HttpPullDefinition): HttpPull {
  requirePullUrl('pull.url', definition.url);
  const { normal, most } = definition.count ?? { normal: 100, most: 5_000 };
  whole('pull.count.most', most, 1, 100_000);
  return {
    query: () => ({}),
    ...definition,
    count: { normal: whole('pull.count.normal', normal, 1, most), most },
    tryTimeoutSeconds: whole('pull.tryTimeoutSeconds', definition.tryTimeoutSeconds ?? 20, 1, 300),
    tries: whole('pull.tries', definition.tries ?? 5, 1, 10),
    maxBytes: whole('pull.maxBytes', definition.maxBytes ?? 16_777_216, 1, 67_108_864),
  };
}

function defineSql(definition: SqlPullDefinition): SqlPull {
  const names = definition.table.split('.');
  if (names.length > 2) {
    throw new RangeError(`pull.table must be a table or schema.table (received ${show(definition.table)})`);
  }
  for (const name of names) requireName('pull.table', name);
  requireName('pull.incrementing', definition.incrementing);
  for (const column of definition.columns ?? []) requireName('pull.columns', column);
  return {
    ...definition,
    pageRows: whole('pull.pageRows', definition.pageRows ?? 500, 1, 5_000),
    lateSeconds: whole('pull.lateSeconds', definition.lateSeconds ?? 3_600, 0, 86_400),
    statementTimeoutSeconds: whole('pull.statementTimeoutSeconds', definition.statementTimeoutSeconds ?? 15, 1, 300),
  };
}

function requireName(setting: string, name: string): void {
  const bytes = new TextEncoder().encode(name).length;
  if (bytes >= 1 && bytes <= MOST_NAME_BYTES && !name.includes('\0') && name.isWellFormed()) return;
  throw new RangeError(
    `${setting} must be a name of 1 to ${MOST_NAME_BYTES} bytes without NUL (received ${show(name)})`,
  );
}
