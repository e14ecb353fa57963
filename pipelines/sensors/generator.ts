import type { EventGenerator, Random } from '../../core/producer/generator.ts';
import { invalidBytes } from '../../core/producer/invalid-bytes.ts';
import { invalidTimes } from '../../core/producer/invalid-times.ts';
import type { SensorReading } from './event.ts';

/** The course's locations. */
const locations = ['warehouse_a', 'warehouse_b', 'office'];

/** Every so many devices, one is old and sends version 1. */
const OLD_DEVICE = 5;

/** How often a device measures something out of the way, which the rule of anomalies finds. */
const SPIKE_CHANCE = 0.002;

/** A number to two decimals, between the bounds given in hundredths; the mean of three draws, so the ends are rare. */
function around(random: Random, low: number, high: number): number {
  const draws = [0, 0, 0].map(() => random.integer(low, high));
  return Math.round(draws.reduce((sum, draw) => sum + draw, 0) / 3) / 100;
}

/** Readings in the course's ranges. */
export const generator: EventGenerator<SensorReading> = {
  event({ random, id, at, devices }) {
    const device = random.integer(1, devices);
    const reading = {
      event_id: id,
      device_id: `sensor-${device}`,
      ts: new Date(at).toISOString(),
      temperature_c: random.chance(SPIKE_CHANCE) ? around(random, 4500, 5800) : around(random, 1800, 3200),
      humidity_pct: around(random, 2000, 8000),
    };
    if (device % OLD_DEVICE === 0) return reading;
    const location = locations[device % locations.length] ?? '';
    return { ...reading, pressure_hpa: around(random, 98_000, 102_000), location };
  },
  // Devices know nothing of versions; theirs is told by what they send.
  saysVersion: false,
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
