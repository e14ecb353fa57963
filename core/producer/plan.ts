import { Buffer } from 'node:buffer';
import type { Pipeline } from '../pipeline.ts';
import type { Random } from './generator.ts';
import { generatorOf } from './generator-of.ts';
import { payloadOf } from './payload.ts';
import { createRandom } from './random.ts';
import type { FaultShares, ProduceRequest } from './request.ts';

/** A request whose seed and start are known: all that a plan depends on. */
export type PlanRequest = ProduceRequest & Required<Pick<ProduceRequest, 'seed' | 'startAt'>>;

/** A record that a producer is to put. */
export interface PlannedRecord {
  /** When it is due, in milliseconds from the start; not rounded. */
  readonly offsetMs: number;
  readonly partitionKey: string;
  readonly payload: Uint8Array;
  /** Id of the event as generated, also where the payload was made invalid afterwards. */
  readonly eventId: string;
  /** `invalid:<kind>`, `duplicate`, `late` or `outOfOrder`. */
  readonly fault?: string;
}

const MINUTE_MS = 60_000;
/** Of the events last sent, so many can be sent again. */
const RECENT = 8;
/** How many places a held-back event may lose. */
const HELD_BACK = { least: 2, most: 6 };

/**
 * The records of one producer, in the order in which they are due: record n after n × 1000 / rate ms, exactly, without
 * end where `durationSeconds` is Infinity. Fixed by seed, start instant, producer index and the request's other fields,
 * to the byte. Every record has its place in the schedule, a faulty one too: a duplicate takes the place of a new
 * event, and an event that was held back comes with the time of the place that it lost.
 *
 * Ids are `<event time in ms>-<24 hexadecimal digits>`. Each producer draws its 96 bits from a generator of its own. By
 * the birthday bound, n² / 2⁹⁷, ten million ids of one and the same millisecond hold a collision with a probability of
 * less than 10⁻¹⁵.
 */
export function* planRecords<E>(pipeline: Pipeline<E>, request: PlanRequest): Generator<PlannedRecord> {
  const { eventsPerSecond, durationSeconds, devices, degrading = 0, seed, startAt, producer } = request;
  const start = Date.parse(startAt);
  const random = createRandom('plan', pipeline.name, seed, start, producer);
  const generator = generatorOf(pipeline);
  const events = generator.begin?.() ?? generator;
  const kinds = request.invalidKind === undefined ? Object.keys(generator.invalid) : [request.invalidKind];
  const recent: PlannedRecord[] = [];
  const end = Math.ceil(eventsPerSecond * durationSeconds - 1e-9);

  for (let n = 0; n < end; n += 1) {
    const offsetMs = (n * 1000) / eventsPerSecond;
    const fault = drawFault(random, request.faults);
    if (fault === 'duplicate' && recent.length > 0) {
      yield { ...random.pick(recent), offsetMs, fault };
      continue;
    }
    const at = Math.floor(start + offsetMs - ageMs(fault, random, eventsPerSecond));
    const event = events.event({ random, id: `${at}-${random.hex(24)}`, at, devices, degrading });
    const base = { offsetMs, partitionKey: pipeline.partitionKey(event), eventId: pipeline.id(event) };
    if (fault === 'invalid') {
      const kind = random.pick(kinds);
      yield { ...base, payload: invalidPayload(pipeline, kind, event, random), fault: `invalid:${kind}` };
      continue;
    }
    const record = { ...base, payload: bytes(payloadOf(pipeline, event)) };
    if (recent.push(record) > RECENT) recent.shift();
    yield fault === 'late' || fault === 'outOfOrder' ? { ...record, fault } : record;
  }
}

/** How far the event time of a record lies before the instant at which it is due. */
function ageMs(fault: keyof FaultShares | undefined, random: Random, eventsPerSecond: number): number {
  if (fault === 'late') return random.uniform(MINUTE_MS, 60 * MINUTE_MS);
  if (fault === 'outOfOrder') return (random.integer(HELD_BACK.least, HELD_BACK.most) * 1000) / eventsPerSecond;
  return 0;
}

function drawFault(random: Random, shares: FaultShares): keyof FaultShares | undefined {
  let drawn = random.uniform(0, 1);
  for (const fault of ['invalid', 'duplicate', 'late', 'outOfOrder'] as const) {
    if (drawn < shares[fault]) return fault;
    drawn -= shares[fault];
  }
  return undefined;
}

function invalidPayload<E>(pipeline: Pipeline<E>, kind: string, event: E, random: Random): Uint8Array {
  const made = generatorOf(pipeline).invalid[kind]?.payload(event, random);
  if (made === undefined) throw new RangeError(`The generator knows no invalid kind "${kind}"`);
  if (made instanceof Uint8Array) return made;
  return bytes(typeof made === 'string' ? made : payloadOf(pipeline, made));
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}
