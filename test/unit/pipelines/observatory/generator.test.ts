import { describe, expect, it } from 'vitest';
import { createJudge } from '../../../../core/judge.ts';
import { createRandom } from '../../../../core/producer/random.ts';
import { pipelineNamed } from '../../../../pipelines/index.ts';
import { generator } from '../../../../pipelines/observatory/generator.ts';
import { countries, indicators } from '../../../../pipelines/observatory/settings.ts';
import { ARRIVED_AT, recordOf } from '../../../support/records.ts';

const observatory = pipelineNamed('observatory');
const judge = createJudge(observatory);
const at = ARRIVED_AT - 20;

function many(count: number, devices = 50) {
  const random = createRandom('observatory');
  return Array.from({ length: count }, (_, n) => generator.event({ random, id: `${at}-${n}`, at, devices }));
}

describe('observatory: generator', () => {
  it('makes every indicator of every country, and nothing that is rejected', () => {
    const events = many(2000);
    expect(new Set(events.map(({ pais }) => pais))).toEqual(new Set(countries));
    expect(new Set(events.map(({ indicador }) => indicador))).toEqual(new Set(Object.keys(indicators)));
    for (const event of events) expect(judge(recordOf(event))).toHaveProperty('accepted');
  });

  it('takes as many countries as it is asked for', () => {
    expect(new Set(many(200, 3).map(({ pais }) => pais))).toEqual(new Set(countries.slice(0, 3)));
  });

  it('makes events whose row turns back into their bytes', () => {
    for (const event of many(500)) {
      expect(JSON.stringify(observatory.record.toEvent(observatory.record.toRow(event)))).toBe(JSON.stringify(event));
    }
  });

  it.each(Object.entries(generator.invalid))('kind %s is rejected', (_, kind) => {
    for (const [seed, event] of many(50).entries()) {
      expect(judge(recordOf(kind.payload(event, createRandom('kind', seed))))).toHaveProperty('rejected');
    }
  });
});
