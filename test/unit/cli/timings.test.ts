import { expect, test } from 'vitest';
import { StartTimings } from '../../../cli/timings.ts';
import { serviceNames } from '../../../localstack/config.ts';

test('a row a service, with the phases that it went through', () => {
  const timings = new StartTimings();
  timings.add({ service: 'cloud', phase: 'waiting', elapsedMilliseconds: 1 });
  timings.add({ service: 'cassandra', phase: 'starting', elapsedMilliseconds: 140 });
  timings.add({ service: 'cassandra', phase: 'settled', elapsedMilliseconds: 5251 });
  timings.add({ service: 'cassandra', phase: 'ready', elapsedMilliseconds: 5349 });
  expect(timings.rows().map(({ service }) => service)).toEqual(serviceNames);
  expect(timings.rows()[0]).toEqual({ service: 'cassandra', starting: 0.1, settled: 5.3, ready: 5.3 });
  expect(timings.text().split('\n')[1]).toMatch(/^cassandra +0\.1 +5\.3 +5\.3$/);
});
