import { count } from '../../../core/analysis/aggregate.ts';
import { definePipeline } from '../../../core/define-pipeline.ts';

/**
 * A pipeline to begin from, that takes any JSON object. An id (`event_id`, `id`) and a time (`ts`, `timestamp`) are the
 * event's own where it has them; events with the same `key` keep their order. core/pipeline-definition.ts has the details.
 */
export default definePipeline({
  name: 'new-pipeline',
  description: 'Any JSON object',
  stream: { name: 'new-pipeline.events' },

  analysis: {
    // An event whose time lies further behind the highest of its key is stored, but late for windows and rules.
    latenessSeconds: 10,
    windows: [{ name: 'by_minute', kind: 'tumbling', sizeSeconds: 60, aggregates: { seen: count() } }],
    rules: [
      {
        kind: 'threshold',
        name: 'high-value',
        severity: 'warning',
        cooldownSeconds: 60,
        where: ({ value }) => typeof value === 'number' && value > 90,
        values: ({ value }) => ({ value: Number(value) }),
        message: ({ value }) => `${value} is over 90`,
      },
    ],
  },
});
