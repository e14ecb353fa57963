import { answerFrame, bytes, type Frame, int, opcode, short, text } from './frames.ts';

const ROWS = 0x0002;
const GLOBAL_TABLE = 0x0001;
const VARCHAR = 0x000d;
const UUID = 0x000c;
const INET = 0x0010;
const SET = 0x0022;

/** Columns of `system.peers`, in its order, with their types. */
const columns: readonly (readonly [name: string, ...type: number[]])[] = [
  ['peer', INET],
  ['data_center', VARCHAR],
  ['host_id', UUID],
  ['preferred_ip', INET],
  ['rack', VARCHAR],
  ['release_version', VARCHAR],
  ['rpc_address', INET],
  ['schema_version', UUID],
  ['tokens', SET, VARCHAR],
];

/** The answer to a driver that asks which other addresses there are. */
export function peersFrame(request: Frame, dataCenter: string, addresses: readonly string[]): Buffer {
  const specification = columns.flatMap(([name, ...type]) => [text(name), ...type.map(short)]);
  const metadata = [int(GLOBAL_TABLE), int(columns.length), text('system'), text('peers'), ...specification];
  const rows = addresses.flatMap((address) => rowOf(address, dataCenter));
  return answerFrame(request, opcode.result, Buffer.concat([int(ROWS), ...metadata, int(addresses.length), ...rows]));
}

function rowOf(address: string, dataCenter: string): Buffer[] {
  const inet = bytes(Buffer.from(address.split('.').map(Number)));
  const id = bytes(Buffer.alloc(16, address));
  const token = bytes(Buffer.concat([int(1), bytes(Buffer.from(String(address.split('.').at(-1))))]));
  const [center, rack, version] = [dataCenter, dataCenter, '3.11.2'].map((value) => bytes(Buffer.from(value)));
  return [inet, center, id, inet, rack, version, inet, id, token].flatMap((value) => value ?? []);
}
