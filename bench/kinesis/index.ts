import { table } from '../../cli/output.ts';
import type { Bench, BenchContext, BenchReport } from '../model.ts';
import { plainClient } from './client.ts';
import { type BenchCloud, startBenchCloud } from './clouds.ts';
import { load, measure, type Rates } from './load.ts';

const engines = ['caudal', 'kinesis-local'] as const;
const ways = ['straight', 'gateway'] as const;
const inFlight = [1, 8] as const;
const rounds = 3;
const seconds = 2;

type Engine = (typeof engines)[number];

/** One way to an engine at one load. */
interface Case {
  readonly way: (typeof ways)[number];
  readonly inFlight: number;
}

/** A line of the report: medians of the rounds, in records a second. */
interface Line extends Case {
  readonly direction: 'in' | 'out';
  readonly caudal: number;
  readonly kinesisLocal: number;
  readonly ratio: number;
}

/** Our engine and kinesis-local side by side, so that both have the machine in the same state. */
export const kinesis: Bench = {
  summary: 'records a second into and out of Kinesis: our engine and kinesis-local, straight and through LocalStack',
  seconds: 180,
  run,
};

async function run(context: BenchContext): Promise<BenchReport> {
  const { output, signal } = context;
  output.progress('starting two engines and a LocalStack before each …');
  const started = await Promise.allSettled(engines.map((engine) => startBenchCloud(engine, signal)));
  const clouds = started.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
  try {
    const failed = started.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
    const [ours, theirs] = clouds;
    if (ours === undefined || theirs === undefined) throw new Error('an engine did not start');
    return report(await measureAll(context, { caudal: ours, 'kinesis-local': theirs }));
  } finally {
    await Promise.all(clouds.map((cloud) => cloud.stop()));
  }
}

async function measureAll({ output, signal }: BenchContext, clouds: Record<Engine, BenchCloud>): Promise<Line[]> {
  const lines: Line[] = [];
  const cases = ways.flatMap((way) => inFlight.map((count): Case => ({ way, inFlight: count })));
  for (const each of cases) {
    const rates: Record<Engine, Rates[]> = { caudal: [], 'kinesis-local': [] };
    for (let round = 0; round < rounds; round += 1) {
      for (const engine of engines) {
        output.progress(`${each.way}, ${each.inFlight} in flight, round ${round + 1} of ${rounds}: ${engine}`);
        const client = plainClient(clouds[engine][each.way]);
        try {
          const stream = `${engine}-${each.way}-${each.inFlight}-${round}`;
          rates[engine].push(await measure(client, stream, { inFlight: each.inFlight, seconds, signal }));
        } finally {
          client.close();
        }
      }
    }
    for (const direction of ['in', 'out'] as const) {
      const caudal = median(rates.caudal.map((rate) => rate[direction]));
      const kinesisLocal = median(rates['kinesis-local'].map((rate) => rate[direction]));
      lines.push({ ...each, direction, caudal, kinesisLocal, ratio: caudal / kinesisLocal });
    }
  }
  return lines.sort((one, other) => (one.direction === other.direction ? 0 : one.direction === 'in' ? -1 : 1));
}

function report(lines: readonly Line[]): BenchReport {
  const head = ['records/s', 'way', 'in flight', 'caudal', 'kinesis-local', 'ratio'];
  const rows = lines.map(({ direction, way, inFlight: count, caudal, kinesisLocal, ratio }) => [
    direction,
    way === 'straight' ? 'straight to the engine' : "through LocalStack's gateway",
    count,
    Math.round(caudal),
    Math.round(kinesisLocal),
    `${ratio.toFixed(1)}×`,
  ]);
  const about = `Batches of ${load.recordsPerBatch} records of ${load.recordBytes} bytes, ${load.shards} shards, reads of ${load.readLimit}; medians of ${rounds} rounds of ${seconds} s.`;
  return { document: { ...load, rounds, seconds, lines }, text: `${table(head, rows)}\n\n${about}` };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
