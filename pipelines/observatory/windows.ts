import { avg, count, distinct, max, min, percentile, stddev } from '../../core/analysis/aggregate.ts';
import type { Window, WindowProjection, WindowResult } from '../../core/analysis/window.ts';
import type { Row } from '../../core/table.ts';
import type { Observation } from './event.ts';
import { ALL, metricas15min, promedios30s } from './tables.ts';

const valor = (event: Observation): number => event.valor;

/** What the course asks of every window, by its names. */
const course = { valor_promedio: avg(valor), num_eventos: count<Observation>() };

const metrics = { ...course, valor_min: min(valor), valor_max: max(valor), desviacion: stddev(valor) };

/** A projection whose rows carry the window's numbers under their own names. */
function projection(table: WindowProjection['table'], of: (result: WindowResult) => Row): WindowProjection {
  return {
    table,
    toRow: (result) => ({
      ...of(result),
      dia: new Date(result.start).toISOString().slice(0, 10),
      ventana_inicio: new Date(result.start),
      ventana_fin: new Date(result.end),
      ...result.values,
      final: result.final,
    }),
  };
}

/** The partition key within a key of `<partition key>/<group>`. */
const countryOf = ({ key }: WindowResult): string => key.split('/')[0] ?? key;

export const windows: readonly Window<Observation>[] = [
  {
    // The course's own query. It averages a country's indicators together, so it shows that data flows and little else.
    name: 'promedios_30s',
    kind: 'tumbling',
    sizeSeconds: 30,
    aggregates: course,
    table: projection(promedios30s, ({ key }) => ({ pais: key, indicador: ALL })),
  },
  {
    name: 'promedios_30s_indicador',
    kind: 'tumbling',
    sizeSeconds: 30,
    groupBy: (event) => event.indicador,
    aggregates: course,
    table: projection(promedios30s, (result) => ({ pais: countryOf(result), indicador: result.group })),
  },
  {
    name: 'metricas_15min',
    kind: 'tumbling',
    sizeSeconds: 900,
    scope: 'stream',
    groupBy: (event) => event.indicador,
    aggregates: { ...metrics, mediana: percentile(50, valor), num_paises: distinct((event) => event.pais) },
    table: projection(metricas15min, ({ group }) => ({ indicador: group, pais: ALL })),
  },
  {
    name: 'metricas_15min_pais',
    kind: 'tumbling',
    sizeSeconds: 900,
    groupBy: (event) => event.indicador,
    aggregates: metrics,
    table: projection(metricas15min, (result) => ({ indicador: result.group, pais: countryOf(result) })),
  },
];
