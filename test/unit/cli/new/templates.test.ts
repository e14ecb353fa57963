import { describe, expect, it } from 'vitest';
import anyObject from '../../../../cli/new/templates/any-object.ts';
import withSchema from '../../../../cli/new/templates/with-schema.ts';
import { testKit } from '../../../../core/analysis/testing/test-kit.ts';

const NOON = Date.parse('2026-11-22T12:00:00.000Z');
const at = (second: number): string => new Date(NOON + second * 1000).toISOString();

describe('pipeline to begin from', () => {
  it('with a schema: has averages and a high value that raises one alert a minute', () => {
    const event = (second: number, value: number) => ({
      event_id: `e-${second}`,
      ts: at(second),
      source: 'north',
      value,
    });
    const kit = testKit(withSchema)
      .given([event(0, 80), event(10, 91), event(20, 99), event(50, 10)])
      .expectAlerts([
        { rule: 'high-value', key: 'north', events: ['e-10'], message: 'north reports 91, which is over 90' },
      ])
      .settle();
    expect(kit.rows('by_minute')).toMatchObject([
      { key: 'north', start: NOON, events: 4, final: true, values: { mean: 70, highest: 99 } },
    ]);
  });

  it('of any object: counts by key, and looks for a high value where there is one', () => {
    const kit = testKit(anyObject)
      .given([
        { id: 1, ts: at(0), key: 'a' },
        { id: 2, ts: at(1), key: 'a', value: 95 },
        { id: 3, ts: at(2), value: '95' },
      ])
      .expectAlerts([{ rule: 'high-value', key: 'a', values: { value: 95 }, message: '95 is over 90' }])
      .settle();
    expect(kit.rows('by_minute').map(({ key, values }) => [key, values.seen])).toEqual([
      ['3', 1],
      ['a', 2],
    ]);
  });
});
