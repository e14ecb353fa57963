import type { Request } from './connection.ts';
import { errorFrame, type Frame, int, opcode, short, text } from './frames.ts';

const OVERLOADED = 0x1001;
const WRITE_TIMEOUT = 0x1100;
const UNPREPARED = 0x2500;
const LOCAL_QUORUM = 0x0006;

/** Whether a request writes. */
export function isWrite({ opcode: operation }: Frame): boolean {
  return operation === opcode.execute || operation === opcode.batch;
}

/** The answers of Keyspaces to a table, a partition or a connection over its rate, in turn. */
export function throttled(request: Frame, turn: number): Buffer {
  if (turn % 2 === 0) return errorFrame(request, OVERLOADED, 'Request rate per connection exceeded');
  const noReplica = Buffer.concat([short(LOCAL_QUORUM), int(0), int(2), text('UNLOGGED_BATCH')]);
  return errorFrame(request, WRITE_TIMEOUT, 'Operation timed out - received only 0 responses.', noReplica);
}

/** Makes each address know the statements alone that were prepared there, as nodes of a cluster do. */
export class PreparedByAddress {
  /** How often a statement was not known. */
  refusals = 0;
  readonly #known = new Set<string>();

  answer({ address, frame }: Request): Buffer | undefined {
    if (frame.opcode === opcode.prepare) this.#known.add(address);
    if (frame.opcode !== opcode.execute || this.#known.has(address)) return undefined;
    this.refusals += 1;
    const id = frame.body.subarray(0, 2 + frame.body.readUInt16BE(0));
    return errorFrame(frame, UNPREPARED, 'Prepared query not found', id);
  }
}
