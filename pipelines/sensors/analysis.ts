import { avg, count, max, min, percentile, stddev } from '../../core/analysis/aggregate.ts';
import type { AnalysisDefinition } from '../../core/analysis/analysis.ts';
import type { SensorReading } from './event.ts';

/** The course's limits: above them an alert is raised. */
const MAX_TEMPERATURE_C = 30;
const MAX_HUMIDITY_PCT = 70;

/** A device that stays beyond a limit raises an alert every five minutes, not one a reading. */
const COOLDOWN_SECONDS = 300;

const temperature = (event: SensorReading): number => event.temperature_c;

/** A window a minute and device, and the alerts. */
export const analysis: AnalysisDefinition<SensorReading> = {
  latenessSeconds: 60,
  windows: [
    {
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
        humidity_avg: avg((event) => event.humidity_pct),
        pressure_avg: avg((event) => event.pressure_hpa),
      },
    },
  ],
  rules: [
    {
      name: 'high-temperature',
      kind: 'threshold',
      cooldownSeconds: COOLDOWN_SECONDS,
      where: (event) => event.temperature_c > MAX_TEMPERATURE_C,
      values: ({ temperature_c, location = null }) => ({ temperature_c, location }),
      message: (event) => `${event.device_id} measured ${event.temperature_c} °C, over ${MAX_TEMPERATURE_C}`,
    },
    {
      name: 'high-humidity',
      kind: 'threshold',
      cooldownSeconds: COOLDOWN_SECONDS,
      where: (event) => event.humidity_pct > MAX_HUMIDITY_PCT,
      values: ({ humidity_pct, location = null }) => ({ humidity_pct, location }),
      message: (event) => `${event.device_id} measured ${event.humidity_pct} % humidity, over ${MAX_HUMIDITY_PCT}`,
    },
    { name: 'silent-device', kind: 'silence', severity: 'critical', afterSeconds: 60 },
    {
      name: 'odd-temperature',
      kind: 'anomaly',
      severity: 'info',
      cooldownSeconds: 60,
      of: temperature,
      deviations: 5,
      warmUp: 20,
    },
  ],
};
