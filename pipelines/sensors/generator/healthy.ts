import type { GeneratorContext, Random } from '../../../core/producer/generator.ts';
import type { SensorReading } from '../event.ts';

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

/** A reading in the course's ranges, of the device of that number. */
export function healthyReading({ random, id, at }: GeneratorContext, device: number): SensorReading {
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
}
