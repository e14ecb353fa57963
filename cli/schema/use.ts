import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { sumVersions } from '../../core/state/tally.ts';
import { readTotals } from '../../functions/clients/totals.ts';
import { table } from '../output.ts';
import { stageNames } from '../stage.ts';
import { hoursBetween } from '../time-range.ts';

/** Who still sends a version of a schema. */
export interface VersionUse {
  readonly version: number;
  /** Records of that version that were stored, or rejected for something else. */
  readonly records: number;
  /** Arrival of the latest of them, in ISO 8601; null where there is none. */
  readonly lastArrivedAt: string | null;
}

/** Use of the versions of a pipeline's schema. */
export interface SchemaUse {
  readonly pipeline: string;
  /** From the beginning of this hour on. */
  readonly since: string;
  /** Every version that is taken, the oldest first. */
  readonly versions: readonly VersionUse[];
}

/** Counts by version what arrived since the hour of an instant: the ingest function's own counters. */
export async function readUse(
  { pipeline, oldest, version: newest }: { pipeline: string; oldest: number; version: number },
  since: Date,
  now: Date = new Date(),
): Promise<SchemaUse> {
  const hours = hoursBetween(since, now);
  const client = new DynamoDBClient({});
  try {
    const sum = sumVersions(
      await readTotals(client, stageNames().stateTable, stageNames().ingestFunction(pipeline), hours),
    );
    const versions = Array.from({ length: newest - oldest + 1 }, (_, n) => {
      const { records = 0, lastArrivedAt } = sum[oldest + n] ?? {};
      return {
        version: oldest + n,
        records,
        lastArrivedAt: lastArrivedAt === undefined ? null : new Date(lastArrivedAt).toISOString(),
      };
    });
    return { pipeline, since: (hours[0] ?? since).toISOString(), versions };
  } finally {
    client.destroy();
  }
}

/** A line a version; then whether the oldest can be left behind. */
export function useText({ pipeline, since, versions }: SchemaUse): string {
  const all = versions.reduce((sum, { records }) => sum + records, 0);
  const rows = versions.map(({ version, records, lastArrivedAt }) => [
    version,
    records,
    all === 0 ? '–' : `${Math.round((records * 1000) / all) / 10} %`,
    lastArrivedAt ?? '–',
  ]);
  return [
    `${pipeline}: what arrived since ${since}, by version of its schema`,
    '',
    table(['version', 'records', 'share', 'last arrived'], rows),
    ...adviceLines(versions, all),
  ].join('\n');
}

function adviceLines(versions: readonly VersionUse[], all: number): readonly string[] {
  const used = versions.find(({ records }) => records > 0);
  const [oldest] = versions;
  if (!used || !oldest || used.version === oldest.version) return [];
  const unused =
    used.version - 1 === oldest.version
      ? `version ${oldest.version}`
      : `versions ${oldest.version} to ${used.version - 1}`;
  return [
    `None of ${all} was of ${unused}. When that holds for as long as your slowest producer is silent, set ` +
      `oldestSchemaVersion: ${used.version}.`,
  ];
}
