import { didYouMean } from '../did-you-mean.ts';
import { formatExpectation, isInstant } from '../formats.ts';
import { instant } from '../normalise.ts';
import type { Pipeline } from '../pipeline.ts';
import { show } from '../show.ts';
import { generatorOf } from './generator-of.ts';

/** Shares of the records, each 0 to 1 and 1 at most in sum, that get a fault. @default 0 each */
export interface FaultShares {
  /** Made invalid, by one of the pipeline's named kinds. */
  readonly invalid: number;
  /** An event of just before, sent again with its id and content. */
  readonly duplicate: number;
  /** Event time a minute to an hour back; valid all the same. */
  readonly late: number;
  /** Held back by a few places in the schedule. */
  readonly outOfOrder: number;
}

/** What a producer is asked for, with every default filled in but those that only its caller can draw. */
export interface ProduceRequest {
  /** @default 'sensors' */
  readonly pipeline: string;
  /** 0.1 to 5,000. @default 5 */
  readonly eventsPerSecond: number;
  /** 1 to 840, so that a Lambda ends within its 15 minutes. Where `unbounded`: any, and Infinity by default. @default 30 */
  readonly durationSeconds: number;
  /** 1 to 100,000. @default 50 */
  readonly devices: number;
  /** Share of the devices that degrade, over 0, up to 0.5, where the pipeline's generator knows how. @default none */
  readonly degrading?: number;
  /** A whole number. @default the caller draws one */
  readonly seed?: number;
  /** Event time of the first record, `YYYY-MM-DDTHH:mm:ss.sssZ`; given in any ISO 8601. @default the caller's now */
  readonly startAt?: string;
  /** Index of this producer among those of a run, 0 to 999: producers of one seed differ by it. @default 0 */
  readonly producer: number;
  /** Names the run: 1 to 64 letters, digits, hyphens and underscores. @default the caller draws one */
  readonly runId?: string;
  /** How often a record that was not taken is put again, 0 to 20. @default 3 */
  readonly retries: number;
  /** How long records are gathered before a put, in milliseconds, 0 to 5,000. @default 50 */
  readonly lingerMs: number;
  /** The one kind of invalid event to send. @default all that the pipeline names */
  readonly invalidKind?: string;
  readonly faults: FaultShares;
}

/** A payload that asks for something that can't be: names the field, the value received and what is allowed. */
export class ProduceRequestError extends Error {
  override readonly name = 'ProduceRequestError';
}

type Fields = Readonly<Record<string, unknown>>;

const REQUEST_FIELDS =
  'pipeline eventsPerSecond durationSeconds devices degrading seed startAt producer runId retries lingerMs invalidKind faults'.split(
    ' ',
  );
const FAULT_FIELDS = 'invalid duplicate late outOfOrder'.split(' ');

/**
 * Reads the payload of `caudal-produce`, or the options of `caudal produce`. An empty payload asks for the defaults.
 * @param options.unbounded lifts the end of `durationSeconds`: for a process that a person stops
 * @throws {ProduceRequestError}
 */
export function parseProduceRequest(
  payload: unknown,
  pipelines: readonly Pipeline[],
  options: { readonly unbounded?: boolean } = {},
): ProduceRequest {
  const given = objectOf(payload ?? {}, 'the payload', REQUEST_FIELDS);
  const pipeline = pipelineOf(given.pipeline === undefined ? 'sensors' : given.pipeline, pipelines);
  const kinds = kindsOf(pipeline);
  const maxDuration = options.unbounded ? Number.POSITIVE_INFINITY : 840;
  return {
    pipeline: pipeline.name,
    eventsPerSecond: numberOf(given, 'eventsPerSecond', 5, 0.1, 5000),
    durationSeconds: numberOf(given, 'durationSeconds', options.unbounded ? maxDuration : 30, 1, maxDuration),
    devices: wholeOf(given, 'devices', 50, 1, 100_000),
    producer: wholeOf(given, 'producer', 0, 0, 999),
    retries: wholeOf(given, 'retries', 3, 0, 20),
    lingerMs: wholeOf(given, 'lingerMs', 50, 0, 5000),
    faults: faultsOf(given.faults === undefined ? {} : given.faults),
    ...degradingOf(given, pipeline),
    ...(given.seed !== undefined && {
      seed: wholeOf(given, 'seed', 0, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    }),
    ...(given.startAt !== undefined && { startAt: instantOf(given.startAt) }),
    ...(given.runId !== undefined && { runId: runIdOf(given.runId) }),
    ...(given.invalidKind !== undefined && { invalidKind: invalidKindOf(given.invalidKind, kinds) }),
  };
}

function degradingOf(given: Fields, { name, generator }: Pipeline): Pick<ProduceRequest, 'degrading'> {
  const degrading = numberOf(given, 'degrading', 0, 0, 0.5);
  if (degrading === 0) return {};
  if (generator?.degrades !== undefined) return { degrading };
  throw new ProduceRequestError(
    `degrading must be 0 for ${name}: nothing of its generator degrades (received ${degrading})`,
  );
}

function faultsOf(value: unknown): FaultShares {
  const given = objectOf(value, 'faults', FAULT_FIELDS);
  const share = (field: keyof FaultShares) => numberOf(given, field, 0, 0, 1, 'faults.');
  const faults = {
    invalid: share('invalid'),
    duplicate: share('duplicate'),
    late: share('late'),
    outOfOrder: share('outOfOrder'),
  };
  const sum = faults.invalid + faults.duplicate + faults.late + faults.outOfOrder;
  if (sum > 1 + 1e-9)
    throw new ProduceRequestError(`faults must add up to 1 at most (received ${sum}): a record has one fault`);
  return faults;
}

function objectOf(value: unknown, what: string, known: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ProduceRequestError(`${what} must be a JSON object (received ${show(value)})`);
  }
  const unknownField = Object.keys(value).find((field) => !known.includes(field));
  if (unknownField !== undefined) {
    throw new ProduceRequestError(
      `${what} has no field ${show(unknownField)}; the fields are ${known.join(', ')}.${meant(unknownField, known)}`,
    );
  }
  return value as Fields;
}

function numberOf(given: Fields, field: string, fallback: number, low: number, high: number, prefix = ''): number {
  const value = given[field] === undefined ? fallback : given[field];
  if (typeof value === 'number' && value >= low && value <= high) return value;
  throw new ProduceRequestError(`${prefix}${field} must be a number ${range(low, high)} (received ${show(value)})`);
}

function wholeOf(given: Fields, field: string, fallback: number, low: number, high: number): number {
  const value = numberOf(given, field, fallback, low, high);
  if (Number.isInteger(value)) return value;
  throw new ProduceRequestError(`${field} must be a whole number ${range(low, high)} (received ${value})`);
}

function range(low: number, high: number): string {
  return high === Number.POSITIVE_INFINITY ? `of ${low} or more` : `from ${low} to ${high}`;
}

function pipelineOf(name: unknown, pipelines: readonly Pipeline[]): Pipeline {
  const found = pipelines.find((pipeline) => pipeline.name === name);
  if (found) return found;
  const known = pipelines.map((pipeline) => pipeline.name);
  throw new ProduceRequestError(
    `pipeline must be one of ${known.join(', ')} (received ${show(name)}).${meant(name, known)}`,
  );
}

/** The kinds of invalid events that a pipeline's generator names; whoever asks for events learns here that there is none. */
function kindsOf(pipeline: Pipeline): readonly string[] {
  try {
    return Object.keys(generatorOf(pipeline).invalid);
  } catch (error) {
    throw new ProduceRequestError((error as Error).message, { cause: error });
  }
}

function invalidKindOf(kind: unknown, kinds: readonly string[]): string {
  if (typeof kind === 'string' && kinds.includes(kind)) return kind;
  throw new ProduceRequestError(
    `invalidKind must be one of ${kinds.join(', ')} (received ${show(kind)}).${meant(kind, kinds)}`,
  );
}

function instantOf(value: unknown): string {
  const normal = instant(value);
  if (typeof normal === 'string' && isInstant(normal)) return normal;
  throw new ProduceRequestError(`startAt must be ${formatExpectation('instant')} (received ${show(value)})`);
}

function runIdOf(value: unknown): string {
  if (typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value)) return value;
  throw new ProduceRequestError(
    `runId must be 1 to 64 letters, digits, hyphens and underscores (received ${show(value)})`,
  );
}

function meant(value: unknown, known: readonly string[]): string {
  return typeof value === 'string' ? didYouMean(value, known) : '';
}
