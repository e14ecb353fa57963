import { describe, expect, it } from 'vitest';
import { testKit } from '../../../../core/analysis/testing/test-kit.ts';
import { bind } from '../../../../core/cql.ts';
import observatory from '../../../../pipelines/observatory.ts';
import { observed, START } from './observed.ts';

const kit = () => testKit(observatory, { now: START });

describe('observatory: windows', () => {
  const events = [
    observed(0, 'ARG', 'inflacion', 4),
    observed(10, 'ARG', 'inflacion', 6),
    observed(20, 'ARG', 'pib', 500),
    observed(29, 'BRA', 'inflacion', 5),
    observed(30, 'ARG', 'inflacion', 8),
  ];

  const rowsOf = (name: string) => {
    const window = observatory.analysis?.windows.find((declared) => declared.name === name);
    if (!window?.table) throw new Error(`no window ${name}`);
    const { table, toRow } = window.table;
    return kit()
      .given(events)
      .rows(name)
      .map((result) => {
        const row = toRow(result) ?? {};
        expect(() => bind(table, row)).not.toThrow();
        return row;
      });
  };

  it('average each country every 30 s, over all indicators as the course does', () => {
    expect(rowsOf('promedios_30s')).toMatchObject([
      { pais: 'ARG', indicador: 'todos', valor_promedio: 170, num_eventos: 3, final: false },
      { pais: 'BRA', indicador: 'todos', valor_promedio: 5, num_eventos: 1 },
      { pais: 'ARG', indicador: 'todos', valor_promedio: 8, num_eventos: 1 },
    ]);
  });

  it('average each indicator of a country every 30 s', () => {
    const [first] = rowsOf('promedios_30s_indicador');
    expect(first).toEqual({
      pais: 'ARG',
      indicador: 'inflacion',
      dia: '2026-11-22',
      ventana_inicio: new Date(START),
      ventana_fin: new Date(START + 30_000),
      valor_promedio: 5,
      num_eventos: 2,
      final: false,
    });
  });

  it('measure an indicator every 15 min, over all countries and in each', () => {
    expect(rowsOf('metricas_15min').find(({ indicador }) => indicador === 'inflacion')).toMatchObject({
      pais: 'todos',
      ventana_fin: new Date(START + 900_000),
      valor_promedio: 5.75,
      valor_min: 4,
      valor_max: 8,
      num_eventos: 4,
      num_paises: 2,
    });
    expect(
      rowsOf('metricas_15min_pais').map(({ pais, indicador, num_eventos }) => [pais, indicador, num_eventos]),
    ).toEqual([
      ['ARG', 'inflacion', 3],
      ['ARG', 'pib', 1],
      ['BRA', 'inflacion', 1],
    ]);
  });

  it('are final a minute after their end, and take what comes until then', () => {
    const late = { ...observed(5, 'ARG', 'inflacion', 2), event_id: 'out-of-order' };
    const rows = kit()
      .given([...events, late, observed(91, 'ARG', 'pib', 500)])
      .rows('promedios_30s_indicador')
      .filter(({ key }) => key === 'ARG/inflacion');
    expect(rows).toMatchObject([
      { start: START, final: true, events: 3, values: { valor_promedio: 4 } },
      { start: START + 30_000, final: false },
    ]);
  });

  it('give nothing to an indicator that would take the name of all', () => {
    expect(observatory.schema.properties.indicador).not.toMatchObject({ enum: expect.arrayContaining(['todos']) });
  });
});
