import { describe, expect, it } from 'vitest';
import { adviceFor } from '../../../cli/cql-advice.ts';

describe('adviceFor', () => {
  it.each([
    'SELECT * FROM rt.sensor_readings LIMIT 5;',
    "SELECT * FROM rt.readings_by_device WHERE device_id = 'a' AND day = '2026-01-01'",
    'SELECT count FROM some.table_with_such_a_column',
    "SELECT COUNT(*) FROM rt.readings_by_device WHERE device_id = 'sensor-1' AND day = '2026-01-01'",
  ])('has nothing to say about %j', (statement) => expect(adviceFor(statement)).toBeUndefined());

  it('names the counters for a COUNT', () => {
    expect(adviceFor('SELECT COUNT(*) FROM rt.sensor_readings;')).toContain('./caudal count sensors');
  });

  it('names the table that is keyed by the question for ALLOW FILTERING, whatever the case', () => {
    const advice = adviceFor("select * from rt.sensor_readings where device_id = 'sensor-23' allow  filtering;");
    expect(advice).toContain('rt.readings_by_device WHERE device_id = … AND day = …');
  });

  it('says what it costs where no better table is known', () => {
    expect(adviceFor('SELECT COUNT(*) FROM ops.rejected_events')).toBe(
      'COUNT reads the whole table, and Keyspaces bills every row of it.',
    );
  });
});
