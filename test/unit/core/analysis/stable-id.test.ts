import { describe, expect, it } from 'vitest';
import { decisionId } from '../../../../core/analysis/decisions/decision-id.ts';
import { alertId } from '../../../../core/analysis/rules/alert-id.ts';

// Ids stand in tables of running deployments: these are what was given from the first version on.
describe('ids of what was found', () => {
  it('stay what they are', () => {
    expect(alertId('sensors', 'hot', 'sensor-1', 'e1')).toBe('61070586e9a5dc69fec57001582b1c0a');
    expect(decisionId('payments', 'gate', 'anna', 'e1')).toBe('7587577270269325fb2f876f00bd207e');
  });

  it('differ where names and keys meet in another place', () => {
    expect(alertId('a', 'b,c', 'd', 'e')).not.toBe(alertId('a,b', 'c', 'd', 'e'));
    expect(alertId('decision', 'a', 'b', 'c')).not.toBe(decisionId('a', 'b', 'c', ''));
  });
});
