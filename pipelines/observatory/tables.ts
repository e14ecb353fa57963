import type { Row, Table } from '../../core/table.ts';
import type { Observation } from './event.ts';

const YEAR_SECONDS = 366 * 86_400;

/** Of a window over all countries, in the column `pais`; of one over all indicators, in the column `indicador`. */
export const ALL = 'todos';

const observation = {
  event_id: 'text',
  pais: 'text',
  indicador: 'text',
  valor: 'double',
  anio: 'int',
  ts: 'timestamp',
} as const;

export const eventos: Table = {
  keyspace: 'observatory',
  name: 'eventos',
  answers: 'What did the event of this id say?',
  columns: observation,
  partitionKey: ['event_id'],
};

export const eventosPorPais: Table = {
  keyspace: 'observatory',
  name: 'eventos_por_pais',
  answers: 'What was reported of a country on a day, newest first?',
  columns: { ...observation, dia: 'date' },
  partitionKey: ['pais', 'dia'],
  clusteringKey: [
    { column: 'ts', order: 'DESC' },
    { column: 'event_id', order: 'ASC' },
  ],
};

export const ultimosValores: Table = {
  keyspace: 'observatory',
  name: 'ultimos_valores',
  answers: 'What is the latest value of each indicator of a country?',
  columns: observation,
  partitionKey: ['pais'],
  clusteringKey: [{ column: 'indicador', order: 'ASC' }],
  clientTimestamps: true,
};

const windowColumns = {
  pais: 'text',
  indicador: 'text',
  dia: 'date',
  ventana_inicio: 'timestamp',
  ventana_fin: 'timestamp',
  valor_promedio: 'double',
  num_eventos: 'int',
  final: 'boolean',
} as const;

export const promedios30s = {
  keyspace: 'observatory',
  name: 'promedios_30s',
  answers: 'What were the averages of a country, every 30 s of a day, over all indicators and of each?',
  columns: windowColumns,
  partitionKey: ['pais', 'dia'],
  clusteringKey: [
    { column: 'ventana_inicio', order: 'DESC' },
    { column: 'indicador', order: 'ASC' },
  ],
  ttlSeconds: 30 * 86_400,
  clientTimestamps: true,
} as const satisfies Table;

export const metricas15min = {
  keyspace: 'observatory',
  name: 'metricas_15min',
  answers: 'How did an indicator do, every 15 min of a day, over all countries and in each?',
  columns: {
    ...windowColumns,
    valor_min: 'double',
    valor_max: 'double',
    desviacion: 'double',
    mediana: 'double',
    num_paises: 'int',
  },
  partitionKey: ['indicador', 'dia'],
  clusteringKey: [
    { column: 'ventana_inicio', order: 'DESC' },
    { column: 'pais', order: 'ASC' },
  ],
  ttlSeconds: YEAR_SECONDS,
  clientTimestamps: true,
} as const satisfies Table;

export const alertas: Table = {
  keyspace: 'observatory',
  name: 'alertas',
  answers: 'Which alerts were raised over a country on a day, newest first?',
  columns: {
    pais: 'text',
    dia: 'date',
    ts: 'timestamp',
    alerta_id: 'text',
    regla: 'text',
    nivel: 'text',
    indicador: 'text',
    valor: 'double',
    mensaje: 'text',
    eventos: 'list<text>',
  },
  partitionKey: ['pais', 'dia'],
  clusteringKey: [
    { column: 'ts', order: 'DESC' },
    { column: 'alerta_id', order: 'ASC' },
  ],
  ttlSeconds: YEAR_SECONDS,
};

/** The row of an observation, in `eventos` and `ultimos_valores`. */
export const toRow = (event: Observation): Row => ({ ...event, ts: new Date(event.ts) });

/** The observation that a row of `eventos` was made of. */
export const toEvent = (row: Row): Observation => ({
  pais: String(row.pais),
  indicador: String(row.indicador) as Observation['indicador'],
  valor: Number(row.valor),
  anio: Number(row.anio),
  event_id: String(row.event_id),
  ts: (row.ts as Date).toISOString(),
});
