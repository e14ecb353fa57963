import { expect, test } from 'vitest';
import { readSettings } from '../../../../localstack/kinesis/settings.ts';

const whole = { CAUDAL_KINESIS_PORT: '4568', CAUDAL_KINESIS_FOLDER: '/data' };

test('port and folder are needed, limits are off', () => {
  expect(readSettings(whole)).toEqual({ port: 4568, folder: '/data', limits: false });
  expect(readSettings({ ...whole, CAUDAL_KINESIS_LIMITS: '1' }).limits).toBe(true);
});

test.each([
  [{ CAUDAL_KINESIS_PORT: undefined }, 'CAUDAL_KINESIS_PORT must be a port from 0 to 65535 (received "undefined")'],
  [{ CAUDAL_KINESIS_PORT: '70000' }, 'CAUDAL_KINESIS_PORT must be a port from 0 to 65535 (received "70000")'],
  [{ CAUDAL_KINESIS_FOLDER: 'data' }, 'CAUDAL_KINESIS_FOLDER must be an absolute path (received "data")'],
  [{ CAUDAL_KINESIS_LIMITS: 'yes' }, 'CAUDAL_KINESIS_LIMITS must be 0 or 1 (received "yes")'],
])('a setting that cannot be used is named with its value (%#)', (change, message) => {
  expect(() => readSettings({ ...whole, ...change })).toThrow(message);
});
