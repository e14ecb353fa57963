import type { Random } from '../../../core/producer/generator.ts';
import type { SensorReading } from '../event.ts';

/** What a reading is of, beside the device: how far its wear has gone, from 0 for new to 1 for failed. */
export interface Wear {
  readonly wear: number;
  readonly random: Random;
}

/** Changes a healthy reading into what a device of this condition reports; undefined: nothing, the reading is lost. */
type Condition = (reading: SensorReading, wear: Wear) => SensorReading | undefined;

/** Relative humidity falls by so much of itself with each degree by which the air at the probe is warmer. */
const DRIER_A_DEGREE = 0.055;

/** Air at the probe that is warmer than the room by so much is drier as well. */
function warmer(reading: SensorReading, degrees: number): SensorReading {
  const humidity = reading.humidity_pct * Math.exp(-DRIER_A_DEGREE * degrees);
  return { ...reading, temperature_c: reading.temperature_c + degrees, humidity_pct: humidity };
}

const withoutPressure = ({ pressure_hpa: _, ...reading }: SensorReading): SensorReading => reading;

/** Pressure, where the device measures one. */
const shifted = (reading: SensorReading, hpa: number): SensorReading =>
  reading.pressure_hpa === undefined ? reading : { ...reading, pressure_hpa: reading.pressure_hpa + hpa };

/** Ways in which a device wears out, by name. */
export const degradations = {
  /** The bearing of the fan that draws air over the probe: the air warms up, and in jerks when the fan stops for a moment. */
  fan: (reading, { wear, random }) => {
    const stopped = random.chance(0.35 * wear) ? random.uniform(2, 9) * wear : 0;
    return warmer(reading, 6 * wear ** 1.5 + stopped);
  },
  /** The membrane of the pressure cell leaks: pressure is lost, and differs more from one reading to the next. */
  membrane: (reading, { wear, random }) => shifted(reading, -13 * wear ** 1.5 + random.uniform(-1, 1) * 7 * wear),
  /** The converter hangs, for a while at a time: see `SensorRun`, which knows what was read last. In between it drifts. */
  converter: (reading, { wear, random }) => warmer(reading, random.uniform(-1, 1) * 3 * wear),
  /** A plug works loose: readings are lost, or come without pressure, or with a jolt. */
  connector: (reading, { wear, random }) => {
    if (random.chance(0.5 * wear)) return undefined;
    const jolted = random.chance(0.12 * wear) ? { ...reading, temperature_c: random.uniform(45, 58) } : reading;
    return random.chance(0.5 * wear) ? withoutPressure(jolted) : jolted;
  },
} as const satisfies Readonly<Record<string, Condition>>;

/** What may look like wear, and is only where the device stands. `wear` says how much of it there is, and stays as it is. */
export const peculiarities = {
  /** Beside a heater. */
  heater: (reading, { wear }) => warmer(reading, 5 * wear),
  /** By a door that is opened and closed. */
  draught: (reading, { wear, random }) => warmer(reading, random.uniform(-5, 5) * wear),
  /** In a depression, or up in the hills. */
  low: (reading, { wear }) => shifted(reading, -9 * wear),
  /** Far from the gateway. */
  distance: (reading, { wear, random }) => {
    if (random.chance(0.3 * wear)) return undefined;
    return random.chance(0.06 * wear) ? withoutPressure(reading) : reading;
  },
} as const satisfies Readonly<Record<string, Condition>>;
