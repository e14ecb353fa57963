import Type, { type Static } from 'typebox';
import { count, percentile } from '../core/analysis/aggregate.ts';
import { definePipeline } from '../core/define-pipeline.ts';

/** A line of a service's log. */
const schema = Type.Object({
  event_id: Type.String({ format: 'id' }),
  ts: Type.String({ format: 'instant' }),
  service: Type.String({ minLength: 1, maxLength: 50 }),
  level: Type.Enum(['debug', 'info', 'warn', 'error']),
  message: Type.String({ maxLength: 2000 }),
  latency_ms: Type.Optional(Type.Number({ minimum: 0, maximum: 30_000 })),
});

type Line = Static<typeof schema>;

const failed = ({ level }: Line) => (level === 'error' ? level : null);

/** What services log: errors of each by the minute, and an alert when they are many or nothing comes. An example: docs/examples.md */
export default definePipeline<Line>({
  name: 'logs',
  description: 'Lines of logs: errors per service and minute',
  stream: { name: 'logs.lines' },

  schema,
  partitionKey: (line) => line.service,

  analysis: {
    windows: [
      {
        name: 'per_minute',
        kind: 'tumbling',
        sizeSeconds: 60,
        aggregates: { lines: count(), errors: count(failed), latency_p95: percentile(95, (line) => line.latency_ms) },
      },
    ],
    rules: [
      {
        kind: 'window',
        name: 'error-rate',
        severity: 'critical',
        cooldownSeconds: 300,
        window: 'per_minute',
        when: ({ values }) => Number(values.lines) >= 10 && Number(values.errors) > 0.4 * Number(values.lines),
        message: ({ key, values }) => `${values.errors} of ${values.lines} lines of ${key} within a minute are errors`,
      },
      { kind: 'silence', name: 'silent', afterSeconds: 60 },
    ],
  },
});
