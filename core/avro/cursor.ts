import { type Buffer, isUtf8 } from 'node:buffer';
import { PayloadError } from './payload-error.ts';

/** Values that a payload may hold beyond one a byte: of types that take no bytes, such as `null`. */
const FREE_VALUES = 10_000;

/** Bytes of a variable-length integer that add up without loss in a number: 7 bits each, 53 in all. */
const PLAIN_BYTES = 7;
/** 64 bits take no more. */
const MOST_BYTES = 10;

/**
 * Reads the primitive types of Avro from bytes of unknown origin. Nothing is believed: a length is held against what is left
 * before anything is made of it, and the number of values is bounded by the number of bytes, for a block of an array may
 * claim 2⁶³ items that take no bytes.
 *
 * @see https://avro.apache.org/docs/1.12.0/specification/#primitive-types-1
 */
export class Cursor {
  readonly #bytes: Buffer;
  #at: number;
  #values: number;

  /** @param at where to begin */
  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
    this.#values = bytes.length + FREE_VALUES;
  }

  /** Bytes that are not read yet. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** To be called for each value. @throws {PayloadError} when there are more than any honest payload of the size holds */
  countValue(): void {
    this.#values -= 1;
    if (this.#values < 0) throw new PayloadError(`holds over ${this.#bytes.length + FREE_VALUES} values`);
  }

  /** A boolean: a byte, 0 or 1. */
  boolean(): boolean {
    const byte = this.#byte();
    if (byte > 1) throw new PayloadError(`must be a boolean, 0 or 1 (received the byte ${byte})`);
    return byte === 1;
  }

  /** A whole number of 32 bits. */
  int(): number {
    const value = this.long();
    if (typeof value === 'number' && value >= -(2 ** 31) && value < 2 ** 31) return value;
    throw new PayloadError(`must be a whole number of 32 bits (received ${value})`);
  }

  /** A whole number of 64 bits: a number where that holds it without loss. */
  long(): number | bigint {
    let sum = 0;
    let scale = 1;
    for (let count = 0; count < PLAIN_BYTES; count += 1) {
      const byte = this.#byte();
      sum += (byte & 0x7f) * scale;
      if (byte < 0x80) return sum % 2 === 0 ? sum / 2 : -(sum + 1) / 2;
      scale *= 0x80;
    }
    return this.#wideLong(BigInt(sum));
  }

  /** A length in bytes, of what it is said to be: within what is left. */
  length(what: string): number {
    const length = this.long();
    if (typeof length === 'number' && length >= 0 && length <= this.left) return length;
    throw new PayloadError(`has ${what} of ${length} bytes where ${this.left} are left`);
  }

  /** So many bytes. The answer is a view. */
  bytes(count: number): Buffer {
    if (count > this.left) throw new PayloadError(`ends where ${count - this.left} more bytes must follow`);
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  /** Text, which has to be UTF-8. */
  string(): string {
    const bytes = this.bytes(this.length('a text'));
    if (isUtf8(bytes)) return bytes.toString('utf8');
    throw new PayloadError(`must be UTF-8 (received ${bytes.length} bytes that are not)`);
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new PayloadError('ends where more bytes must follow');
    this.#at += 1;
    return byte;
  }

  #wideLong(low: bigint): number | bigint {
    let sum = low;
    for (let count = PLAIN_BYTES; count < MOST_BYTES; count += 1) {
      const byte = this.#byte();
      sum += BigInt(byte & 0x7f) << BigInt(7 * count);
      if (byte >= 0x80) continue;
      if (sum >= 2n ** 64n) break;
      const value = (sum >> 1n) ^ -(sum & 1n);
      return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    }
    throw new PayloadError('must be a whole number of 64 bits (received one that is longer)');
  }
}
