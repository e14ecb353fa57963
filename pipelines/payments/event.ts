import Type, { type Static } from 'typebox';
import { notFromTheFuture } from '../../core/checks.ts';
import { fields, instantOrEpoch, lowerCase, trimmed } from '../../core/normalise.ts';
import type { ArrivalContext, RecordContext } from '../../core/pipeline.ts';
import { positionId } from '../../core/position-id.ts';
import type { Reason } from '../../core/reason.ts';
import { textMap, textMapReasons } from '../../core/text-map.ts';
import { isWhole, normaliseAmount } from './amount.ts';
import { actions, amounts, properties as limits } from './settings.ts';

/** What a user did, in normal form. */
export const schema = Type.Object({
  transaction_id: Type.String({ format: 'id', description: 'unique; the stream position where none was sent' }),
  user_id: Type.String({ format: 'id' }),
  action: Type.Enum(actions),
  amount: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: amounts.most,
      description: 'of a purchase or refund; what was refunded is positive',
    }),
  ),
  merchant: Type.Optional(Type.String({ format: 'id' })),
  ip: Type.Optional(Type.String({ format: 'ip', description: 'IPv4 or IPv6, in lower case' })),
  device: Type.Optional(Type.String({ format: 'id' })),
  // TypeBox's pattern of any name, ^.*$, takes none with a line break; without the last word such a name may hold anything.
  properties: Type.Optional(
    Type.Record(Type.String(), Type.String(), { description: 'further texts, by name', additionalProperties: false }),
  ),
  timestamp: Type.String({
    format: 'instant',
    description: 'UTC, to the millisecond; the arrival where none was sent',
  }),
});

export type PaymentEvent = Static<typeof schema>;

/** Fields in which null and the empty text are as good as no field: what many JSON libraries send for what is not there. */
const optional = ['amount', 'merchant', 'ip', 'device', 'properties'];

const isNothing = (value: unknown): boolean => value === null || value === undefined || value === '';

const normalForm = fields({
  transaction_id: trimmed,
  user_id: trimmed,
  action: lowerCase,
  amount: normaliseAmount,
  merchant: trimmed,
  ip: lowerCase,
  device: trimmed,
  properties: textMap,
  timestamp: instantOrEpoch,
});

/**
 * Takes what the course's producers send: `ip_address` for `ip`, a time as ISO text, with or without a zone, or in seconds or
 * milliseconds since the epoch. An event without `transaction_id` is named after its position in the stream, one without
 * `timestamp` happened when it arrived; no retry changes either.
 */
export function normalise(raw: Readonly<Record<string, unknown>>, context: RecordContext): Record<string, unknown> {
  const { position, arrivedAt } = context;
  const normal = normalForm({
    transaction_id: positionId(position),
    timestamp: new Date(arrivedAt).toISOString(),
    ...(Object.hasOwn(raw, 'ip_address') && { ip: raw.ip_address }),
    ...raw,
  });
  for (const field of optional) if (isNothing(normal[field])) delete normal[field];
  return normal;
}

/** Money that does not say how much, amounts that the currency has not, maps beyond the limits, and times that have not come. */
export function check(event: PaymentEvent, context: ArrivalContext): readonly Reason[] {
  const { action, amount, properties, timestamp } = event;
  return [
    ...amountReasons(action, amount),
    ...(properties === undefined ? [] : textMapReasons('properties', properties, limits)),
    ...notFromTheFuture('timestamp', timestamp, context),
  ];
}

function amountReasons(action: PaymentEvent['action'], amount: number | undefined): readonly Reason[] {
  if (amount === undefined) {
    const isMoney = action === 'purchase' || action === 'refund';
    return isMoney ? [reason('amount', `must be there for a ${action} (the field is missing)`)] : [];
  }
  if (isWhole(amount)) return [];
  return [reason('amount', `must have at most ${amounts.decimals} digits after the point (received ${amount})`)];
}

const reason = (field: string, message: string): Reason => ({ code: 'rule', field, message });

/** Whether an event is a purchase: what windows count, and what is decided. */
export const isPurchase = ({ action }: PaymentEvent): boolean => action === 'purchase';

/** The amount of a purchase, nothing of all else. */
export const spent = ({ action, amount }: PaymentEvent): number | undefined =>
  action === 'purchase' ? amount : undefined;
