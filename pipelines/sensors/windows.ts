import { avg, count, max, min, percentile, stddev } from '../../core/analysis/aggregate.ts';
import type { Window } from '../../core/analysis/window.ts';
import type { SensorReading } from './event.ts';

const temperature = (event: SensorReading): number => event.temperature_c;
const humidity = (event: SensorReading): number => event.humidity_pct;
const pressure = (event: SensorReading): number | undefined => event.pressure_hpa;

/** A minute of a device. `analysis.ts` adds the failure score, for which the model is needed that is trained on this. */
export const perMinute = {
  name: 'per_minute',
  kind: 'tumbling',
  sizeSeconds: 60,
  aggregates: {
    readings: count(),
    temperature_avg: avg(temperature),
    temperature_min: min(temperature),
    temperature_max: max(temperature),
    temperature_stddev: stddev(temperature),
    temperature_p95: percentile(95, temperature),
    humidity_avg: avg(humidity),
    humidity_stddev: stddev(humidity),
    pressure_readings: count(pressure),
    pressure_avg: avg(pressure),
    pressure_stddev: stddev(pressure),
  },
} as const satisfies Window<SensorReading>;
