/**
 * What goes in and out of the machine of a shard. The caller does what the commands say and answers with inputs; it may do
 * so in any order and as late as it likes, but every `read`, `invoke` and `deliver` gets exactly one answer.
 * @packageDocumentation
 */

import type { JsonObject, Position, ShardCheckpoint, StreamRecord } from './model.ts';

/** Answers `read`: the records from there on, in order. */
export interface RecordsInput {
  readonly type: 'records';
  readonly records: readonly StreamRecord[];
  /** The shard has an end and this answer reaches it: no next iterator. */
  readonly closed: boolean;
  /** `MillisBehindLatest`; 0 with DynamoDB when the answer is empty. */
  readonly behindMs: number;
}

/** Answers `read`: nothing came. The machine reads again after a back-off. */
export interface ReadFailedInput {
  readonly type: 'read-failed';
  /** `trimmed`: the position lies before the trim horizon, so that records were lost; the machine goes on at the horizon. */
  readonly reason: 'trimmed' | 'unavailable';
}

/** What Lambda says of an invocation. */
export interface InvocationFacts {
  readonly requestId: string;
  /** HTTP status. */
  readonly statusCode: number;
  readonly executedVersion: string;
}

/** Answers `invoke`. */
export type OutcomeInput =
  /** The function returned. `payload` is its response as text, `''` for none; it may still report failures. */
  | (InvocationFacts & { readonly type: 'returned'; readonly id: string; readonly payload: string })
  /** It threw, timed out or died: `X-Amz-Function-Error`, for example `Unhandled`. */
  | (InvocationFacts & { readonly type: 'failed'; readonly id: string; readonly functionError: string })
  /** It was never run: throttled, not there, no connection. Not an attempt. */
  | { readonly type: 'unavailable'; readonly id: string };

/** Answers `deliver`. */
export interface DeliveredInput {
  readonly type: 'delivered';
  readonly id: string;
  readonly ok: boolean;
}

/** What the machine is told. */
export type Input =
  | RecordsInput
  | ReadFailedInput
  | OutcomeInput
  | DeliveredInput
  /** The time that `wake` named has come. Harmless at any other time: when it comes early, `wake` is said again. */
  | { readonly type: 'tick' }
  /**
   * No new reads or invocations. Invocations under way are waited for, and what they give up is still delivered; then
   * `stopped` is said. A read need not be waited for.
   */
  | { readonly type: 'stop' };

/** Wanted: records. At most one is under way per shard. */
export interface ReadCommand {
  readonly type: 'read';
  readonly position: Position;
  /** Whether it goes on where the last answer ended, so that its next iterator may be used. */
  readonly continues: boolean;
  /** Records wanted at most: 1 to 10,000 (DynamoDB: 1,000). */
  readonly limit: number;
  /** When an answer is wanted, be it empty; undefined: the read may be held for as long as nothing comes. */
  readonly answerBy: number | undefined;
}

/** A tumbling window as the event shows it. */
export interface WindowView {
  readonly start: number;
  readonly end: number;
  readonly state: JsonObject;
  readonly final: boolean;
  readonly terminatedEarly: boolean;
}

/** Wanted: an invocation. `invocationEvent` makes its payload. */
export interface InvokeCommand {
  readonly type: 'invoke';
  readonly id: string;
  /** In order; empty only when a window ends. */
  readonly records: readonly StreamRecord[];
  /** Only with tumbling windows. */
  readonly window: WindowView | undefined;
}

/** Why records are given up. https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
export type DiscardCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** Records that are given up, with all that the destination is told. */
export interface Discard {
  readonly condition: DiscardCondition;
  readonly records: readonly StreamRecord[];
  /** Invocations that these records were part of, retries and halves included. */
  readonly approximateInvokeCount: number;
  /** The last invocation that failed; undefined when the function was never reached. */
  readonly lastFailure: (InvocationFacts & { readonly functionError: string | undefined }) | undefined;
}

/** Wanted: a message to the on-failure destination. `failureMessage` makes it. */
export interface DeliverCommand {
  readonly type: 'deliver';
  readonly id: string;
  readonly discard: Discard;
  /** When the records were given up; the same on each try. */
  readonly at: number;
}

/** What the machine wants done. */
export type Command =
  | ReadCommand
  | InvokeCommand
  | DeliverCommand
  /** To be stored; later ones replace earlier ones, so storing may lag behind and skip. */
  | { readonly type: 'checkpoint'; readonly checkpoint: ShardCheckpoint }
  /** A `tick` at this time, in place of the one asked for before; undefined: none. */
  | { readonly type: 'wake'; readonly at: number | undefined }
  /** The mapping's `LastProcessingResult`, when it changes. */
  | { readonly type: 'result'; readonly text: string }
  /** Records that were given up and are in no destination: there is none, or it could not be reached. */
  | { readonly type: 'lost'; readonly discard: Discard; readonly why: 'no-destination' | 'destination-failed' }
  /** The shard is done to its end; nothing more comes. Children may begin. */
  | { readonly type: 'finished' }
  /** Answers `stop`; nothing more comes. */
  | { readonly type: 'stopped' };
