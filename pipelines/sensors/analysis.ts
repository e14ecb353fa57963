import type { AnalysisDefinition } from '../../core/analysis/analysis.ts';
import type { SensorReading } from './event.ts';
import { failureRisk, failureScore } from './failure.ts';
import { perMinute } from './windows.ts';

/** The course's limits: above them an alert is raised. */
const MAX_TEMPERATURE_C = 30;
const MAX_HUMIDITY_PCT = 70;

/** A device that stays beyond a limit raises an alert every five minutes, not one a reading. */
const COOLDOWN_SECONDS = 300;

const temperature = (event: SensorReading): number => event.temperature_c;

/** A window a minute and device, and the alerts. */
export const analysis: AnalysisDefinition<SensorReading> = {
  latenessSeconds: 60,
  windows: [{ ...perMinute, derive: failureScore }],
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
    failureRisk,
  ],
};
