import { createHash } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** What an item holds the state of: a partition key of the stream, or a group of a window with scope `stream`. */
export type Subject =
  | { readonly kind: 'keyed'; readonly key: string }
  | { readonly kind: 'group'; readonly window: string; readonly group: string };

/** The table's key of an item. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** An item of keyed state by its key. */
export interface ItemId extends ItemKey {
  readonly subject: Subject;
  /** Whether the key is a hash, so that the item has to say what it is of. */
  readonly hashed: boolean;
}

const SORT_KEY = 'state';

/**
 * Most bytes of UTF-8 in a partition key of DynamoDB.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const MAX_KEY_BYTES = 2_048;

/**
 * Where a subject's state lies: `keyed#<pipeline>#<key>` or `group#<pipeline>#<window>#<group>`. Neither pipelines nor
 * windows have a `#` in their names, so no two subjects share an item. What DynamoDB has no key for, since it is too long
 * or has half of a surrogate pair, lies under `keyed-hash#` or `group-hash#` and the SHA-256 of its JSON, and its item has
 * the JSON in `subject`.
 */
export function itemId(pipeline: string, subject: Subject): ItemId {
  const name = subject.kind === 'keyed' ? subject.key : `${subject.window}#${subject.group}`;
  const pk = `${subject.kind}#${pipeline}#${name}`;
  if (pk.isWellFormed() && Buffer.byteLength(pk) <= MAX_KEY_BYTES) return { pk, sk: SORT_KEY, subject, hashed: false };
  const hash = createHash('sha256').update(JSON.stringify(subject)).digest('hex');
  return { pk: `${subject.kind}-hash#${pipeline}#${hash}`, sk: SORT_KEY, subject, hashed: true };
}

/**
 * The id of an item that was found by its due time.
 * @throws {TypeError} for an item that is no keyed state
 */
export function idOf(item: Readonly<Record<string, AttributeValue>>): ItemId {
  const pk = item.pk?.S ?? '';
  if (item.subject?.S !== undefined) {
    return { pk, sk: SORT_KEY, subject: JSON.parse(item.subject.S) as Subject, hashed: true };
  }
  const [, keyed] = /^keyed#[^#]*#(.*)$/s.exec(pk) ?? [];
  if (keyed !== undefined) return { pk, sk: SORT_KEY, subject: { kind: 'keyed', key: keyed }, hashed: false };
  const [, window, group] = /^group#[^#]*#([^#]*)#(.*)$/s.exec(pk) ?? [];
  if (window === undefined || group === undefined) {
    throw new TypeError(
      `An item of keyed state has a key that begins with keyed# or group# (received ${JSON.stringify(pk)})`,
    );
  }
  return { pk, sk: SORT_KEY, subject: { kind: 'group', window, group }, hashed: false };
}
