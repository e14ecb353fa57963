import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import type { DynamodbSourceRecord, JsonObject, JsonValue } from '../../index.ts';

/** A record as it was on the wire, before the SDK made dates and bytes of its values. */
export function wireRecord({ eventID = '', eventName, dynamodb = {}, userIdentity }: _Record): DynamodbSourceRecord {
  const { ApproximateCreationDateTime: created, ...rest } = dynamodb;
  return {
    eventID,
    eventName: eventName ?? '',
    dynamodb: {
      ...(created ? { ApproximateCreationDateTime: created.getTime() / 1000 } : {}),
      ...(wireValue(rest) as JsonObject),
    },
    ...(userIdentity
      ? { userIdentity: { principalId: userIdentity.PrincipalId ?? '', type: userIdentity.Type ?? '' } }
      : {}),
  };
}

function wireValue(value: unknown): JsonValue {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(wireValue);
  if (typeof value !== 'object' || value === null) return value as JsonValue;
  const present = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(present.map(([name, inner]) => [name, wireValue(inner)]));
}
