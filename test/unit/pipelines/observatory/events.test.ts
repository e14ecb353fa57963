import { describe, expect, it } from 'vitest';
import { createJudge } from '../../../../core/judge.ts';
import observatory from '../../../../pipelines/observatory.ts';
import { ARRIVED_AT, recordOf } from '../../../support/records.ts';

const judge = createJudge(observatory);

function verdict(payload: object | string, options = {}): unknown {
  const judgement = judge(recordOf(payload, options));
  return 'accepted' in judgement
    ? judgement.accepted.event
    : judgement.rejected.reasons.map(({ field, message }) => [field, message].join(': '));
}

const observation = {
  pais: 'ARG',
  indicador: 'inflacion',
  valor: 5.2,
  anio: 2024,
  event_id: '1760635523456-00ff',
  ts: '2025-10-16T17:25:23.456Z',
};

describe('observatory: what is stored', () => {
  it.each([
    { pais: 'ARG', indicador: 'inflacion', valor: 5.2, anio: 2024 },
    { pais: 'BRA', indicador: 'pib_growth', valor: 2.1, anio: 2024 },
    { pais: 'CHL', indicador: 'desempleo', valor: 8.5, anio: 2024 },
  ])('the course’s event %j, its id the position and its time the arrival', (event) => {
    const at = { shard: 'shardId-000000000002', sequence: 4711, arrivedAt: ARRIVED_AT + 1 };
    const stored = { ...event, event_id: 'shardId-000000000002:4711', ts: '2025-10-16T17:25:23.457Z' };
    expect(verdict(event, at)).toEqual(stored);
    expect(verdict(event, at)).toEqual(stored);
  });

  it.each([
    ['an event in normal form', observation, {}],
    ['a country in lower case', { ...observation, pais: ' arg ' }, {}],
    ['an indicator in upper case', { ...observation, indicador: 'Inflacion ' }, {}],
    ['numbers as text', { ...observation, valor: '5.2', anio: '2024' }, {}],
    ['a time in milliseconds', { ...observation, ts: Date.parse(observation.ts) }, {}],
    ['a country that the settings do not name', { ...observation, pais: 'FRA' }, { pais: 'FRA' }],
    ['fields that the schema does not know', { ...observation, fuente: 'qog' }, {}],
  ])('%s', (_, payload, differs) => {
    expect(verdict(payload)).toEqual({ ...observation, ...differs });
  });

  it('takes the time from timestamp where there is no ts', () => {
    const { ts, ...rest } = observation;
    expect(verdict({ ...rest, timestamp: Date.parse(ts) })).toEqual(observation);
    expect(verdict({ ...rest, timestamp: ts })).toEqual(observation);
  });
});

describe('observatory: what is rejected, in words', () => {
  it.each([
    [{ pais: 'Argentina' }, 'pais: must be a text that matches ^[A-Z]{3}$ (received "Argentina")'],
    [
      { indicador: 'felicidad' },
      'indicador: must be one of inflacion, pib, pib_growth, desempleo, indice_corrupcion (received "felicidad")',
    ],
    [{ valor: null }, 'valor: must be a number (received null)'],
    [{ valor: '5,2' }, 'valor: must be a number (received "5,2")'],
    [{ anio: 24 }, 'anio: must be an integer from 1900 to 2100 (received 24)'],
    [{ anio: 2024.5 }, 'anio: must be an integer from 1900 to 2100 (received 2024.5)'],
    [
      { event_id: ' ' },
      'event_id: must be a text of 1 to 128 bytes, not blank, well-formed and without NUL (received " ")',
    ],
    [
      { indicador: 'indice_corrupcion', valor: 100.5 },
      'valor: must be from 0 to 100 for indice_corrupcion (received 100.5)',
    ],
  ])('%j', (wrong, message) => {
    expect(verdict({ ...observation, ...wrong })).toEqual([message]);
  });

  it('a time that has not come', () => {
    const ts = new Date(ARRIVED_AT + 300_001).toISOString();
    expect(verdict({ ...observation, ts })).toEqual([expect.stringContaining(`(received ${ts})`)]);
  });

  it('a null time, which is not the same as none', () => {
    expect(verdict({ ...observation, ts: null })).toEqual([expect.stringMatching(/^ts: must be an instant/)]);
  });
});
