import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceOf } from '../../../../core/reference/reference.ts';
import { tradeRules } from '../../../support/analysis/trade-rules.ts';
import { tradeParents, tradeStreams } from '../../../support/analysis/trade-streams.ts';
import { tradeWindows } from '../../../support/analysis/trade-windows.ts';
import { tradesPipeline } from '../../../support/analysis/trades.ts';

describe('the reference', () => {
  it('goes by positions: the order of the list changes nothing', () => {
    fc.assert(
      fc.property(tradeStreams, fc.infiniteStream(fc.nat()), ({ records, ...settings }, draws) => {
        const pipeline = tradesPipeline({ ...settings, windows: tradeWindows, rules: tradeRules });
        const shuffled = records
          .map((record) => ({ record, draw: draws.next().value ?? 0 }))
          .sort((a, b) => a.draw - b.draw)
          .map(({ record }) => record);
        const options = { parents: tradeParents };
        const [one, other] = [records, shuffled].map((list) => referenceOf(pipeline, list, options));
        const byName = (values: readonly unknown[] = []) => values.map((value) => JSON.stringify(value)).sort();
        const ofKeys = (windows: (typeof one & object)['windows'] = []) =>
          windows
            .map(({ applied, ...window }) => window)
            .filter(({ window }) => !['everybody', 'crowds'].includes(window));
        expect(byName(ofKeys(other?.windows))).toEqual(byName(ofKeys(one?.windows)));
        expect(byName(other?.decided)).toEqual(byName(one?.decided));
        const named = (alerts: (typeof one & object)['alerts'] = []) => alerts.filter((alert) => alert.named);
        expect(byName(named(other?.alerts))).toEqual(byName(named(one?.alerts)));
      }),
      { numRuns: 50 },
    );
  });
});
