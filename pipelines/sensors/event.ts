import Type, { type Static } from 'typebox';
import { fields, instant, instantOrEpochMs, lowerCase, number, trimmed } from '../../core/normalise.ts';

/** A reading in normal form. The last two came with version 2. */
export const schema = Type.Object({
  event_id: Type.String({ format: 'id', description: '"<ms>-<random>", unique' }),
  device_id: Type.String({ format: 'id', description: 'in lower case' }),
  ts: Type.String({ format: 'instant', description: 'when it was measured, UTC, to the millisecond' }),
  temperature_c: Type.Number({ minimum: -50, maximum: 60 }),
  humidity_pct: Type.Number({ minimum: 0, maximum: 100 }),
  pressure_hpa: Type.Optional(Type.Number({ minimum: 980, maximum: 1020 })),
  location: Type.Optional(Type.String({ format: 'id', description: 'where the device stands, in lower case' })),
});

export type SensorReading = Static<typeof schema>;

const normalForm = {
  event_id: trimmed,
  device_id: lowerCase,
  ts: instant,
  temperature_c: number,
  humidity_pct: number,
  pressure_hpa: number,
  location: lowerCase,
};

const version1 = fields(normalForm);
const version2 = fields({ ...normalForm, ts: instantOrEpochMs });

/** Names of version 2 on the wire, by those of the normal form. */
const wireNames = {
  event_id: 'event_id',
  device_id: 'sensor_id',
  ts: 'timestamp',
  temperature_c: 'temperature',
  humidity_pct: 'humidity',
  pressure_hpa: 'pressure',
  location: 'location',
} as const;

/**
 * Brings a payload of either version into normal form. Version 2 is told by its `sensor_id`; it has no id of its own, so that
 * is made of time and sensor, and the same reading sent again is the same event. In version 1 an id is a must.
 */
export function normalise(raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (!Object.hasOwn(raw, 'sensor_id')) return version1(raw);
  const named = Object.entries(wireNames).filter(([, wire]) => Object.hasOwn(raw, wire));
  const normal = version2(Object.fromEntries(named.map(([name, wire]) => [name, raw[wire]])));
  if (Object.hasOwn(normal, 'event_id')) return normal;
  return { event_id: readingId(normal), ...normal };
}

/** What only events of version 2 have; neither version says its number. */
const news = ['sensor_id', 'pressure_hpa', 'location'];

/** Version of a payload, by its looks. */
export function versionOf(raw: Readonly<Record<string, unknown>>): number {
  return news.some((field) => Object.hasOwn(raw, field)) ? 2 : 1;
}

/** `<ms>-<sensor>`. What is no text is named by nothing: the schema refuses the reading for it. */
function readingId({ ts, device_id }: Readonly<Record<string, unknown>>): string {
  return `${typeof ts === 'string' ? Date.parse(ts) : ''}-${typeof device_id === 'string' ? device_id : ''}`;
}
