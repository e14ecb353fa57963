import Type, { type Static } from 'typebox';
import { avg, max } from '../../../core/analysis/aggregate.ts';
import { definePipeline } from '../../../core/define-pipeline.ts';

/** An event. What does not fit ends in ops.rejected_events, with every reason. How it may change: docs/schemas.md. */
const schema = Type.Object({
  event_id: Type.String({ format: 'id', description: 'unique: the same event sent again is the same row' }),
  ts: Type.String({ format: 'instant', description: 'when it happened, UTC, to the millisecond' }),
  source: Type.String({ minLength: 1, maxLength: 100, description: 'what it is about' }),
  value: Type.Number({ minimum: 0, maximum: 100 }),
});

type Event = Static<typeof schema>;

/** A pipeline to begin from. What is not said here has a default: core/pipeline-definition.ts lists them. */
export default definePipeline<Event>({
  name: 'new-pipeline',
  description: 'A value of each source, now and then',
  stream: { name: 'new-pipeline.events' },

  schema,
  // Events of one key keep their order; windows and rules look at each key by itself.
  partitionKey: (event) => event.source,

  analysis: {
    // An event whose time lies further behind the highest of its key is stored, but late for windows and rules.
    latenessSeconds: 10,
    windows: [
      {
        name: 'by_minute',
        kind: 'tumbling',
        sizeSeconds: 60,
        aggregates: { mean: avg((event) => event.value), highest: max((event) => event.value) },
      },
    ],
    rules: [
      {
        kind: 'threshold',
        name: 'high-value',
        severity: 'warning',
        cooldownSeconds: 60,
        where: (event) => event.value > 90,
        values: (event) => ({ value: event.value }),
        message: (event) => `${event.source} reports ${event.value}, which is over 90`,
      },
    ],
  },
});
