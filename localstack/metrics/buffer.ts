import { largestDatum, type MetricBatch, type MetricDatum, type MetricSample } from './model.ts';

/** Gathers samples until somebody fetches them for CloudWatch. */
export interface MetricBuffer {
  /** Counts a sample towards the minute it is in. @throws {RangeError} when its value is not finite: nothing is counted */
  add(sample: MetricSample): void;
  /** All that was added since the last call, oldest minute first. The buffer is empty afterwards. */
  drain(): MetricBatch[];
}

/** What is known of one metric in one minute. */
interface Series {
  readonly sample: MetricSample;
  /** How often each value was added. */
  readonly counts: Map<number, number>;
}

const minuteMs = 60_000;
/** Older minutes go when nobody fetches them, so that a server without a reader does not fill the memory. */
const keptMinutes = 180;

/**
 * A buffer that keeps each distinct value of a metric and how often it came, minute by minute, as CloudWatch's
 * `Values` and `Counts` do: sums, extremes, averages and percentiles stay exact. Without a reader it keeps the last 180 minutes.
 * @param now epoch milliseconds
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
 */
export function createMetricBuffer(now: () => number): MetricBuffer {
  let minutes = new Map<number, Map<string, Series>>();

  function seriesOf(minute: number): Map<string, Series> {
    let known = minutes.get(minute);
    if (known === undefined) {
      known = new Map();
      minutes.set(minute, known);
      for (const old of minutes.keys()) if (old <= minute - keptMinutes * minuteMs) minutes.delete(old);
    }
    return known;
  }

  return {
    add(sample) {
      const { value } = sample;
      if (!Number.isFinite(value)) {
        throw new RangeError(
          `A sample of ${sample.namespace} ${sample.name} must be a finite number (received ${value})`,
        );
      }
      const known = seriesOf(Math.floor(now() / minuteMs) * minuteMs);
      const key = seriesKey(sample);
      let series = known.get(key);
      if (series === undefined) {
        series = { sample, counts: new Map() };
        known.set(key, series);
      }
      series.counts.set(value, (series.counts.get(value) ?? 0) + 1);
    },

    drain() {
      const drained = minutes;
      minutes = new Map();
      return batches(drained);
    },
  };
}

/** The order in which a caller names the dimensions makes no other metric. */
function seriesKey({ account, region, namespace, name, dimensions, unit }: MetricSample): string {
  const named = Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([account, region, namespace, name, unit, named]);
}

function batches(minutes: ReadonlyMap<number, ReadonlyMap<string, Series>>): MetricBatch[] {
  const byPlace = new Map<string, MetricBatch & { data: MetricDatum[] }>();
  for (const [minute, known] of [...minutes].sort(([one], [other]) => one - other)) {
    for (const series of known.values()) {
      const { account, region, namespace } = series.sample;
      const place = JSON.stringify([account, region, namespace]);
      const batch = byPlace.get(place) ?? { account, region, namespace, data: [] };
      byPlace.set(place, batch);
      batch.data.push(...datums(series, minute / 1000));
    }
  }
  return [...byPlace.values()];
}

function datums({ sample, counts }: Series, timestamp: number): MetricDatum[] {
  const entries = [...counts];
  return Array.from({ length: Math.ceil(entries.length / largestDatum) }, (_, index) => {
    const part = entries.slice(index * largestDatum, (index + 1) * largestDatum);
    return {
      MetricName: sample.name,
      Dimensions: Object.entries(sample.dimensions).map(([Name, Value]) => ({ Name, Value })),
      Timestamp: timestamp,
      Unit: sample.unit,
      Values: part.map(([value]) => value),
      Counts: part.map(([, count]) => count),
    };
  });
}
