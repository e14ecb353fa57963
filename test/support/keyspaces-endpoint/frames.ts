/** Operations of the CQL native protocol that the endpoint knows. */
export const opcode = {
  error: 0x00,
  startup: 0x01,
  authenticate: 0x03,
  options: 0x05,
  supported: 0x06,
  query: 0x07,
  result: 0x08,
  prepare: 0x09,
  execute: 0x0a,
  batch: 0x0d,
  authChallenge: 0x0e,
  authResponse: 0x0f,
  authSuccess: 0x10,
} as const;

/** A frame of protocol version 4. */
export interface Frame {
  /** As it came, so that it can be passed on unchanged. */
  readonly raw: Buffer;
  /** Of a request, without the bit that marks responses. */
  readonly version: number;
  readonly stream: number;
  readonly opcode: number;
  readonly body: Buffer;
}

const HEADER = 9;
const VERSION = 4;
const RESPONSE = 0x80;

/** Cuts what a socket gives into frames. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  /** The frames that are complete with this chunk. */
  read(chunk: Buffer): Frame[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const frames: Frame[] = [];
    for (;;) {
      const length = this.#rest.length < HEADER ? Number.POSITIVE_INFINITY : HEADER + this.#rest.readInt32BE(5);
      if (this.#rest.length < length) return frames;
      const raw = this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(length);
      frames.push({
        raw,
        version: raw.readUInt8(0) & ~RESPONSE,
        stream: raw.readInt16BE(2),
        opcode: raw.readUInt8(4),
        body: raw.subarray(HEADER),
      });
    }
  }
}

/** A request. */
export function requestFrame(operation: number, body: Buffer): Buffer {
  return frame(VERSION, 0, operation, body);
}

/** The answer to a request. */
export function answerFrame({ stream }: Pick<Frame, 'stream'>, operation: number, body: Buffer): Buffer {
  return frame(VERSION | RESPONSE, stream, operation, body);
}

/** An answer that says no. @param code as in chapter 9 of the protocol's specification, version 4 */
export function errorFrame(request: Pick<Frame, 'stream'>, code: number, message: string, more?: Buffer): Buffer {
  const body = Buffer.concat([int(code), text(message), more ?? Buffer.alloc(0)]);
  return answerFrame(request, opcode.error, body);
}

function frame(version: number, stream: number, operation: number, body: Buffer): Buffer {
  const head = Buffer.alloc(HEADER);
  head.writeUInt8(version, 0);
  head.writeInt16BE(stream, 2);
  head.writeUInt8(operation, 4);
  head.writeInt32BE(body.length, 5);
  return Buffer.concat([head, body]);
}

/** `[short]`. */
export function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

/** `[int]`. */
export function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** `[string]`. */
export function text(value: string): Buffer {
  return Buffer.concat([short(Buffer.byteLength(value)), Buffer.from(value)]);
}

/** `[bytes]`. */
export function bytes(value: Buffer): Buffer {
  return Buffer.concat([int(value.length), value]);
}

/** Reads a body of `[bytes]`. */
export function readBytes(body: Buffer): Buffer {
  return body.subarray(4, 4 + body.readInt32BE(0));
}

/** A PREPARE with another statement. */
export function withStatement({ version, stream, opcode: operation }: Frame, statement: string): Buffer {
  return frame(version, stream, operation, bytes(Buffer.from(statement)));
}

/** Reads the `[long string]` that a QUERY or PREPARE begins with. */
export function readQuery(body: Buffer): string {
  return readBytes(body).toString();
}
