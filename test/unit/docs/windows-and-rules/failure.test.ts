import { expect, test } from 'vitest';
import { testKit } from '../../../../core/analysis/testing/test-kit.ts';
import pipeline from './devices.ts';

const reading = (second: number, temperature_c: number) => ({
  event_id: `r${second}`,
  device_id: 'sensor-1',
  ts: new Date(Date.UTC(2026, 2, 1, 12, 0, second)).toISOString(),
  temperature_c,
  humidity_pct: 50,
});

test('what the kit says of alerts that are not as expected is what the page shows', async () => {
  const kit = testKit(pipeline).given([reading(70, 31.5), reading(5, 20)]);
  let said = '';
  try {
    kit.expectAlerts([{ rule: 'too-hot', severity: 'critical' }, { rule: 'too-humid' }]);
  } catch (error) {
    said = error instanceof Error ? error.message : '';
  }
  await expect(`${said}\n`).toMatchFileSnapshot('failure.txt');
});
