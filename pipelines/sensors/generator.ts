import type { EventGenerator } from '../../core/producer/generator.ts';
import { invalidBytes } from '../../core/producer/invalid-bytes.ts';
import { invalidTimes } from '../../core/producer/invalid-times.ts';
import type { SensorReading } from './event.ts';
import { SensorRun } from './generator/run.ts';

/** Readings in the course's ranges; of devices that degrade, what becomes of them. */
export const generator: EventGenerator<SensorReading> = {
  event: (context) => new SensorRun().next(context).reading,
  begin() {
    const run = new SensorRun();
    return { event: (context) => run.next(context).reading };
  },
  // Devices know nothing of versions; theirs is told by what they send.
  saysVersion: false,
  degrades: 'fans, pressure cells, converters and plugs wear out; as many devices only stand in odd places',
  invalid: {
    course: {
      description: "the course's own example: no id, no temperature, device sensor-99",
      payload: () => ({
        event_id: '',
        device_id: 'sensor-99',
        ts: '2025-01-01T00:00:00',
        temperature_c: null,
        humidity_pct: 50.0,
      }),
    },
    'empty-id': { description: 'a blank id', payload: (event) => ({ ...event, event_id: '  ' }) },
    'null-temperature': {
      description: 'null for a temperature',
      payload: (event) => ({ ...event, temperature_c: null }),
    },
    'text-temperature': {
      description: 'a word for a temperature',
      payload: (event) => ({ ...event, temperature_c: 'abc' }),
    },
    'missing-device': {
      description: 'no device',
      payload: ({ device_id, ...event }) => event,
    },
    'out-of-range': {
      description: 'hotter and wetter than the ranges allow',
      payload: (event) => ({ ...event, temperature_c: 60.01, humidity_pct: 100.01 }),
    },
    'bad-pressure': {
      description: 'a pressure that version 2 does not take',
      payload: (event) => ({ ...event, pressure_hpa: 1020.01 }),
    },
    'epoch-seconds': {
      description: "version 2 with its time in seconds, as the course's test sends it",
      payload: ({ device_id, ts, temperature_c, humidity_pct }) => ({
        sensor_id: device_id,
        temperature: temperature_c,
        humidity: humidity_pct,
        timestamp: Math.floor(Date.parse(ts) / 1000),
      }),
    },
    ...invalidTimes,
    ...invalidBytes,
  },
};
