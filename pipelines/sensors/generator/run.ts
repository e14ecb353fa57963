import type { GeneratorContext } from '../../../core/producer/generator.ts';
import { createRandom } from '../../../core/producer/random.ts';
import { type SensorReading, schema } from '../event.ts';
import { degradations, peculiarities } from './conditions.ts';
import { type Device, deviceOf } from './devices.ts';
import { healthyReading } from './healthy.ts';

const HOUR_MS = 3_600_000;
/** How long a converter hangs at a time. */
const HANGS_MS = 90_000;

/** A reading that was made up, and how far the wear of its device has gone, which nothing in the reading says. */
export interface LabelledReading {
  readonly reading: SensorReading;
  readonly device: Device;
  /** 0 to 1; of a device that does not degrade 0. */
  readonly wear: number;
}

/** Devices at work, each reading of any of them. Some degrade while the run lasts. */
export class SensorRun {
  readonly #first: number;
  readonly #devices = new Map<number, Device>();
  /** By device: what it hung with last, and when. */
  readonly #hung = new Map<number, { readonly since: number; readonly reading: SensorReading }>();
  #startedAt: number | undefined;

  /** @param first number of the first device */
  constructor(first = 1) {
    this.#first = first;
  }

  /** The next reading of any device: one that gets through. */
  next(context: GeneratorContext): LabelledReading {
    this.#startedAt ??= context.at;
    for (;;) {
      const number = this.#first - 1 + context.random.integer(1, context.devices);
      const reading = healthyReading(context, number);
      const device = this.#device(number, context.degrading ?? 0);
      const made = this.#reported(reading, device, context);
      if (made) return { reading: made, device, wear: wearAt(device, context.at - this.#startedAt) };
    }
  }

  #device(number: number, degrading: number): Device {
    const known = this.#devices.get(number) ?? deviceOf(number, degrading);
    this.#devices.set(number, known);
    return known;
  }

  #reported(reading: SensorReading, device: Device, { at, random }: GeneratorContext): SensorReading | undefined {
    const { condition } = device;
    if (!condition) return reading;
    if ('peculiar' in condition) {
      return withinRange(peculiarities[condition.peculiar](reading, { wear: device.wear, random }));
    }
    const wear = wearAt(device, at - (this.#startedAt ?? at));
    const changed = withinRange(degradations[condition.degrades](reading, { wear, random }));
    return changed && condition.degrades === 'converter' ? this.#hanging(changed, device, wear, at) : changed;
  }

  /** What was read last, as long as the converter hangs. */
  #hanging(reading: SensorReading, { number }: Device, wear: number, at: number): SensorReading {
    const since = Math.floor((at + number * 17_000) / HANGS_MS);
    const hangs = createRandom('sensors', 'hangs', number, since).chance(0.8 * wear);
    if (!hangs) return reading;
    const hung = this.#hung.get(number);
    if (hung?.since !== since) {
      this.#hung.set(number, { since, reading });
      return reading;
    }
    const { temperature_c, humidity_pct, pressure_hpa } = hung.reading;
    return { ...reading, temperature_c, humidity_pct, ...(pressure_hpa !== undefined && { pressure_hpa }) };
  }
}

/** The wear of a device that degrades, so long after the run has begun; 0 of others. */
export function wearAt({ wear, wearAnHour }: Device, elapsedMs: number): number {
  return wearAnHour === 0 ? 0 : Math.min(1, wear + (wearAnHour * elapsedMs) / HOUR_MS);
}

/** A sensor reports the end of its range for what lies beyond, and two decimals. */
function withinRange(reading: SensorReading | undefined): SensorReading | undefined {
  if (!reading) return undefined;
  const { temperature_c, humidity_pct, pressure_hpa } = reading;
  return {
    ...reading,
    temperature_c: clamped('temperature_c', temperature_c),
    humidity_pct: clamped('humidity_pct', humidity_pct),
    ...(pressure_hpa !== undefined && { pressure_hpa: clamped('pressure_hpa', pressure_hpa) }),
  };
}

function clamped(field: 'temperature_c' | 'humidity_pct' | 'pressure_hpa', value: number): number {
  const { minimum = value, maximum = value } = schema.properties[field] as { minimum?: number; maximum?: number };
  return Math.round(Math.min(maximum, Math.max(minimum, value)) * 100) / 100;
}
