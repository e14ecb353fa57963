import Type, { type Static } from 'typebox';
import { avg, count, stddev } from '../../../../core/analysis/aggregate.ts';
import { definePipeline } from '../../../../core/define-pipeline.ts';

const schema = Type.Object({
  event_id: Type.String({ format: 'id' }),
  device_id: Type.String({ minLength: 1 }),
  ts: Type.String({ format: 'instant' }),
  temperature_c: Type.Number(),
  humidity_pct: Type.Number(),
});

type Reading = Static<typeof schema>;

/** Stands for a model that was trained elsewhere: how likely the device is about to fail. */
const failureScore = ({ temperature_c, humidity_pct }: Reading) =>
  1 / (1 + Math.exp(-(0.2 * temperature_c + 0.1 * humidity_pct - 15)));

/** Another one, of a minute's readings: how worn the device is. */
const wearScore = (mean: number, deviation: number) => 1 / (1 + Math.exp(-(0.1 * mean + 2 * deviation - 9)));

/** Temperature and humidity: the course's alerts on readings. */
export default definePipeline<Reading>({
  name: 'devices',
  stream: { name: 'devices.readings' },
  schema,
  partitionKey: (event) => event.device_id,
  analysis: {
    latenessSeconds: 60,
    windows: [
      // #region derive
      {
        kind: 'tumbling',
        name: 'health',
        sizeSeconds: 60,
        aggregates: {
          readings: count(),
          temperature_avg: avg(({ temperature_c }) => temperature_c),
          temperature_stddev: stddev(({ temperature_c }) => temperature_c),
        },
        derive: {
          model: 'wear-1',
          values: {
            wear: ({ readings, temperature_avg, temperature_stddev }) =>
              Number(readings) < 3 ? undefined : wearScore(Number(temperature_avg), Number(temperature_stddev)),
          },
        },
      },
      // #endregion
    ],
    rules: [
      // #region threshold
      {
        kind: 'threshold',
        name: 'too-hot',
        where: ({ temperature_c }) => temperature_c > 30,
        severityOf: ({ temperature_c }) => (temperature_c > 50 ? 'critical' : 'warning'),
        cooldownSeconds: 60,
        values: ({ temperature_c }) => ({ temperature_c }),
        message: ({ device_id, temperature_c }) => `${device_id} is at ${temperature_c} °C`,
      },
      {
        kind: 'threshold',
        name: 'too-humid',
        where: ({ humidity_pct }) => humidity_pct > 70,
        values: ({ humidity_pct }) => ({ humidity_pct }),
        message: ({ device_id, humidity_pct }) => `${device_id} is at ${humidity_pct} %`,
      },
      // #endregion
      // #region silence
      { kind: 'silence', name: 'silent', afterSeconds: 30 },
      // #endregion
      // #region anomaly
      { kind: 'anomaly', name: 'unusual', of: ({ temperature_c }) => temperature_c, warmUp: 10, minDeviation: 0.1 },
      // #endregion
      // #region model
      { kind: 'model', name: 'about-to-fail', model: 'failure-1', score: failureScore, threshold: 0.9 },
      // #endregion
      // #region derive-rule
      {
        kind: 'window',
        name: 'worn',
        window: 'health',
        on: 'final',
        when: ({ values }) => Number(values.wear) > 0.8,
        message: ({ key, values }) => `${key} is worn: ${values.wear}`,
      },
      // #endregion
    ],
  },
});
