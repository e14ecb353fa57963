import Type, { type Static } from 'typebox';
import { notFromTheFuture } from '../../core/checks.ts';
import { fields, instantOrEpochMs, lowerCase, number, trimmed, upperCase } from '../../core/normalise.ts';
import type { ArrivalContext, RecordContext } from '../../core/pipeline.ts';
import { positionId } from '../../core/position-id.ts';
import type { Reason } from '../../core/reason.ts';
import { type IndicatorSettings, indicators } from './settings.ts';

/** The name of an indicator, as it is on the wire. */
export type Indicator = keyof typeof indicators;

export const indicatorNames = Object.keys(indicators) as Indicator[];

/** What is set for an indicator. */
export const settingsOf = (indicator: Indicator): IndicatorSettings => indicators[indicator];

/** An observation in normal form: the course's four fields, then id and time. */
export const schema = Type.Object({
  pais: Type.String({ pattern: '^[A-Z]{3}$', description: 'country, ISO 3166-1 alpha-3' }),
  indicador: Type.Enum(indicatorNames),
  valor: Type.Number(),
  anio: Type.Integer({ minimum: 1900, maximum: 2100, description: 'the year that the value is of' }),
  event_id: Type.String({ format: 'id', description: 'unique; the stream position where none was sent' }),
  ts: Type.String({ format: 'instant', description: 'UTC, to the millisecond; the arrival where none was sent' }),
});

export type Observation = Static<typeof schema>;

const normalForm = fields({
  pais: upperCase,
  indicador: lowerCase,
  valor: number,
  anio: number,
  event_id: trimmed,
  ts: instantOrEpochMs,
});

/**
 * The course sends four fields and takes the message's own time, as Spark does with Kafka's. So `event_id` and `ts` (or
 * `timestamp`) are optional, and default to position and arrival, which no retry changes.
 */
export function normalise(raw: Readonly<Record<string, unknown>>, context: RecordContext): Record<string, unknown> {
  const { position, arrivedAt } = context;
  return normalForm({
    event_id: positionId(position),
    ts: Object.hasOwn(raw, 'timestamp') ? raw.timestamp : new Date(arrivedAt).toISOString(),
    ...raw,
  });
}

/** Values that the indicator cannot have, and times that have not come. */
export function check({ indicador, valor, ts }: Observation, context: ArrivalContext): readonly Reason[] {
  const [least, most] = settingsOf(indicador).range;
  const inRange = valor >= least && valor <= most;
  const message = `must be from ${least} to ${most} for ${indicador} (received ${valor})`;
  return [
    ...(inRange ? [] : [{ code: 'rule', field: 'valor', message } as const]),
    ...notFromTheFuture('ts', ts, context),
  ];
}
