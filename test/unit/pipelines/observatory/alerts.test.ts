import { describe, expect, it } from 'vitest';
import { testKit } from '../../../../core/analysis/testing/test-kit.ts';
import { bind } from '../../../../core/cql.ts';
import observatory from '../../../../pipelines/observatory.ts';
import { observed, START } from './observed.ts';

const kit = () => testKit(observatory, { now: START });

describe('observatory: thresholds by indicator', () => {
  it('raises no alert for what passes none', () => {
    kit()
      .given([
        observed(1, 'CHL', 'inflacion', 10),
        observed(2, 'CHL', 'desempleo', 8.5),
        observed(3, 'CHL', 'pib', 320),
        observed(4, 'CHL', 'pib_growth', 0),
        observed(5, 'CHL', 'indice_corrupcion', 40),
      ])
      .settle()
      .expectAlerts([]);
  });

  it('names indicator, value, limit and level', () => {
    kit()
      .given([observed(1, 'BRA', 'inflacion', 10.01), observed(2, 'ESP', 'desempleo', 15.5)])
      .expectAlerts([
        {
          rule: 'umbral-inflacion',
          key: 'BRA',
          severity: 'warning',
          message: 'inflacion of BRA is 10.01 (% a year), above 10: alto',
          values: { indicador: 'inflacion', nivel: 'alto', valor: 10.01, anio: 2024 },
          events: ['BRA-1'],
        },
        { rule: 'umbral-desempleo', key: 'ESP', severity: 'critical', values: { nivel: 'critico' } },
      ]);
  });

  it('raises the corruption alert with its levels', () => {
    kit()
      .given([
        observed(1, 'BRA', 'indice_corrupcion', 39),
        observed(2, 'GTM', 'indice_corrupcion', 23),
        observed(3, 'VEN', 'indice_corrupcion', 17),
      ])
      .expectAlerts([
        { rule: 'corrupcion', key: 'BRA', severity: 'info', values: { nivel: 'medio' } },
        { rule: 'corrupcion', key: 'GTM', severity: 'warning', values: { nivel: 'alto' } },
        { rule: 'corrupcion', key: 'VEN', severity: 'critical', values: { nivel: 'critico', valor: 17 } },
      ]);
  });

  it('raises one alert in five minutes for a country and level, and a worse level at once', () => {
    kit()
      .given([observed(1, 'ARG', 'inflacion', 12), observed(60, 'ARG', 'inflacion', 13)])
      .expectAlerts([{ rule: 'umbral-inflacion', at: START + 1000 }])
      .given(observed(61, 'ARG', 'inflacion', 60))
      .expectAlerts([{ rule: 'umbral-inflacion', severity: 'critical', at: START + 61_000 }])
      .given([observed(300, 'ARG', 'inflacion', 12), observed(301, 'ARG', 'inflacion', 12)])
      .expectAlerts([{ rule: 'umbral-inflacion', severity: 'warning', at: START + 301_000 }]);
  });
});

describe('observatory: a drop of 5 %', () => {
  it('is told from one of 4.9 %, and from that of another indicator or country', () => {
    kit()
      .given([
        observed(1, 'CHL', 'pib', 100),
        observed(2, 'PER', 'pib', 90),
        observed(3, 'CHL', 'indice_corrupcion', 66),
        observed(4, 'CHL', 'pib', 95.1),
      ])
      .expectAlerts([])
      .given(observed(5, 'CHL', 'pib', 90))
      .expectAlerts([
        {
          rule: 'caida-pib',
          key: 'CHL',
          message: 'fell 5.4 % from 95.1 to 90',
          values: { previous: 95.1, value: 90 },
          events: ['CHL-4', 'CHL-5'],
        },
      ]);
  });

  it('is looked for in growth and the corruption index too, but not where a fall is good news', () => {
    kit()
      .given([
        observed(1, 'PRT', 'pib_growth', 2),
        observed(2, 'PRT', 'pib_growth', 1.8),
        observed(3, 'PRT', 'indice_corrupcion', 61),
        observed(4, 'PRT', 'indice_corrupcion', 55),
        observed(5, 'PRT', 'inflacion', 4),
        observed(6, 'PRT', 'inflacion', 2),
        observed(7, 'PRT', 'desempleo', 8),
        observed(8, 'PRT', 'desempleo', 4),
      ])
      .expectAlerts([{ rule: 'caida-pib-growth' }, { rule: 'caida-indice-corrupcion' }]);
  });
});

describe('observatory: rows of alerts', () => {
  const rowOf = (...events: object[]) => {
    const [alert] = kit().given(events).alerts;
    const row = alert && observatory.analysis?.alertTable?.toRow(alert);
    if (!row || !observatory.analysis?.alertTable) throw new Error('no alert');
    expect(() => bind(observatory.analysis?.alertTable?.table ?? observatory.record.table, row)).not.toThrow();
    return row;
  };

  it('keep the course’s words for a corruption alert', () => {
    expect(rowOf(observed(1, 'VEN', 'indice_corrupcion', 17))).toEqual({
      pais: 'VEN',
      dia: '2026-11-22',
      ts: new Date(START + 1000),
      alerta_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      regla: 'corrupcion',
      nivel: 'critico',
      indicador: 'indice_corrupcion',
      valor: 17,
      mensaje: 'indice_corrupcion of VEN is 17 (points of 100), below 20: critico',
      eventos: ['VEN-1'],
    });
  });

  it('name country and indicator of a drop', () => {
    expect(rowOf(observed(1, 'MEX', 'pib', 100), observed(2, 'MEX', 'pib', 90))).toMatchObject({
      pais: 'MEX',
      regla: 'caida-pib',
      nivel: 'alto',
      indicador: 'pib',
      valor: 90,
      mensaje: 'pib of MEX fell 10.0 % from 100 to 90',
    });
  });
});
