import { definePipeline } from '../core/define-pipeline.ts';
import { eventTimestamp } from '../core/event-timestamp.ts';
import { check, normalise, type Observation, schema } from './observatory/event.ts';
import { alertTable, rules } from './observatory/rules.ts';
import { eventos, eventosPorPais, toEvent, toRow, ultimosValores } from './observatory/tables.ts';
import { windows } from './observatory/windows.ts';

/**
 * Economic indicators by country, with the course's names on the wire and in the tables. What a user edits stands in
 * `observatory/settings.ts`. The generator is put to it in `index.ts`, so that no function but the producer carries its data.
 */
export default definePipeline<Observation>({
  name: 'observatory',
  description: 'Economic indicators of countries: averages, metrics, latest values and alerts',

  stream: { name: 'observatory.indicators', shards: 3, retentionHours: 168 },

  schema,
  normalise,
  check,
  id: (event) => event.event_id,
  eventTime: (event) => Date.parse(event.ts),
  partitionKey: (event) => event.pais,

  record: { table: eventos, toRow, toEvent },
  queries: [
    { table: eventosPorPais, toRow: (event) => ({ ...toRow(event), dia: event.ts.slice(0, 10) }) },
    {
      table: ultimosValores,
      toRow,
      timestamp: (event, arrivedAt) =>
        eventTimestamp(Date.parse(event.ts), arrivedAt, `${event.event_id}\n${event.valor}`),
    },
  ],
  latest: {
    key: ({ pais, indicador }) => `${pais}/${indicador}`,
    values: ({ valor, anio }) => ({ valor, anio }),
  },

  analysis: { latenessSeconds: 60, windows, rules, alertTable },
});
