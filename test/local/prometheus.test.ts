import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { metricFamilies } from '../../cli/metrics/families.ts';
import { repositoryRoot } from '../../localstack/config.ts';
import { pythonWith, run } from './avro-client/environment.ts';
import { caudalJson } from './support/caudal.ts';
import { until } from './support/until.ts';

interface Parsed {
  readonly contentType: string;
  readonly families: readonly {
    readonly name: string;
    readonly type: string;
    readonly help: string;
    readonly samples: readonly {
      readonly name: string;
      readonly labels: Readonly<Record<string, string>>;
      readonly value: number;
    }[];
  }[];
}

const folder = path.join(import.meta.dirname, 'prometheus');
let python: string;

/** Serves the metrics of sensors while `use` runs, and ends that as a user does. */
async function serving<T>(use: (url: string) => Promise<T>): Promise<T> {
  const server = spawn(path.join(repositoryRoot, 'caudal'), ['metrics', 'sensors', '--listen', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(server, 'exit');
  try {
    let printed = '';
    for await (const chunk of server.stdout.setEncoding('utf8')) {
      printed += chunk;
      const [url] = /http:\S+\/metrics/.exec(printed) ?? [];
      if (url !== undefined) return await use(url);
    }
    throw new Error(`caudal metrics ended: ${printed}`);
  } finally {
    server.kill('SIGINT');
    expect(await exited).toEqual([0, null]);
  }
}

async function scrape(url: string): Promise<Parsed> {
  return JSON.parse(await run(python, [path.join(folder, 'parse.py'), url])) as Parsed;
}

const samplesOf = ({ families }: Parsed, name: string) =>
  families.flatMap(({ samples }) => samples.filter((sample) => sample.name === name));

beforeAll(async () => {
  python = await pythonWith('prometheus', path.join(folder, 'requirements.txt'));
  await caudalJson(['produce', 'sensors', '--rate', '50', '--for', '2s', '--invalid', '10%']);
});

describe('caudal metrics --listen', () => {
  it("prints what the parser of Prometheus' own client reads: every family, with its type", async () => {
    const parsed = await serving((url) =>
      until(
        () => scrape(url),
        (found) => samplesOf(found, 'caudal_processed_bytes_total').length >= 2,
      ),
    );
    expect(parsed.contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
    const read = Object.fromEntries(parsed.families.map(({ name, type, help }) => [name, { type, help }]));
    const expected = Object.entries(metricFamilies).map(([name, family]) => [
      // The client names a family of counters without what its samples end with.
      family.type === 'counter' ? name.replace(/_total$/, '') : name,
      family,
    ]);
    expect(read).toEqual(Object.fromEntries(expected));

    const stored = samplesOf(parsed, 'caudal_records_total').find(({ labels }) => labels.outcome === 'stored');
    expect(stored?.value).toBeGreaterThan(0);
    const buckets = samplesOf(parsed, 'caudal_arrival_to_row_seconds_bucket').map(({ value }) => value);
    expect(buckets).toEqual(buckets.toSorted((a, b) => a - b));
    expect(samplesOf(parsed, 'caudal_arrival_to_row_seconds_count').map(({ value }) => value)).toEqual(
      buckets.slice(-1),
    );
    const states = samplesOf(parsed, 'caudal_alarm_state').filter(
      ({ labels }) => labels.alarm === 'caudal-sensors-errors',
    );
    expect(states.map(({ labels }) => labels.state)).toEqual(['OK', 'ALARM', 'INSUFFICIENT_DATA']);
    expect(states.reduce((sum, { value }) => sum + value, 0)).toBe(1);
  });
});
