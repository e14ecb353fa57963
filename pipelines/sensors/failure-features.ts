import type { WindowValue } from '../../core/analysis/aggregate.ts';
import type { Row } from '../../core/models/scorer.ts';

/** What the failure score goes by, in the order of the model. */
export const failureFeatures = [
  'readings',
  'temperature_avg',
  'temperature_stddev',
  'temperature_range',
  'humidity_avg',
  'humidity_stddev',
  'pressure_avg',
  'pressure_stddev',
  'pressure_share',
] as const;

/**
 * The features of a minute of a device, from the aggregates of `per_minute`. None of them is approximate (`percentile`), so the
 * score is the same whoever works it out. Of an old device, which measures no pressure, nothing is known of it.
 */
export function failureFeaturesOf(
  values: Readonly<Record<string, WindowValue>>,
): Row<(typeof failureFeatures)[number]> {
  const number = (name: string) => {
    const value = values[name];
    return typeof value === 'number' ? value : Number.NaN;
  };
  return {
    readings: number('readings'),
    temperature_avg: number('temperature_avg'),
    temperature_stddev: number('temperature_stddev'),
    temperature_range: number('temperature_max') - number('temperature_min'),
    humidity_avg: number('humidity_avg'),
    humidity_stddev: number('humidity_stddev'),
    pressure_avg: number('pressure_avg'),
    pressure_stddev: number('pressure_stddev'),
    pressure_share: number('pressure_readings') === 0 ? Number.NaN : number('pressure_readings') / number('readings'),
  };
}

/** Of fewer readings a minute says too little about its device. */
export const LEAST_READINGS = 3;
