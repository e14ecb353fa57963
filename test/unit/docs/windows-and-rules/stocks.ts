import Type, { type Static } from 'typebox';
import { avg, last } from '../../../../core/analysis/aggregate.ts';
import { definePipeline } from '../../../../core/define-pipeline.ts';

const schema = Type.Object({
  event_id: Type.String({ format: 'id' }),
  symbol: Type.String({ minLength: 1 }),
  price: Type.Number(),
  ts: Type.String({ format: 'instant' }),
});

/** Prices of shares: the course's "alert when the share drops 5 %". */
export default definePipeline<Static<typeof schema>>({
  name: 'stocks',
  stream: { name: 'stocks.prices' },
  schema,
  partitionKey: (event) => event.symbol,
  analysis: {
    latenessSeconds: 10,
    windows: [
      {
        kind: 'tumbling',
        name: 'minute',
        sizeSeconds: 60,
        aggregates: { mean: avg(({ price }) => price), close: last(({ price }) => price) },
      },
    ],
    rules: [
      // #region change
      { kind: 'change', name: 'drop', of: ({ price }) => price, drop: 0.05, cooldownSeconds: 60 },
      { kind: 'window-change', name: 'trend', window: 'minute', value: 'mean', drop: 0.05, rise: 0.05 },
      // #endregion
    ],
  },
});
