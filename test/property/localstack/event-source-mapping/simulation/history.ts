import type { DiscardCondition, ShardCheckpoint } from '../../../../../localstack/event-source-mapping/index.ts';
import type { Stored } from './stream.ts';

/** How an invocation went, as the function knows it. */
export type Ending = 'returned' | 'failed' | 'throttled';

/** An invocation, with what the function has truly done. */
export interface Invoked {
  readonly type: 'invoked';
  readonly life: number;
  readonly shardId: string;
  readonly id: string;
  readonly at: number;
  readonly records: readonly Stored[];
  readonly window:
    | { readonly start: number; readonly final: boolean; readonly early: boolean; readonly sum: number }
    | undefined;
}

/** Something that happened, in the order in which it did. */
export type Happening =
  | Invoked
  | {
      readonly type: 'ended';
      readonly life: number;
      readonly id: string;
      readonly at: number;
      readonly ending: Ending;
      /** Records from the front that are processed. */
      readonly processed: number;
      /** Whether it answered as AWS wants it. */
      readonly proper: boolean;
      readonly of: Invoked;
    }
  | {
      readonly type: 'discarded';
      readonly life: number;
      readonly shardId: string;
      readonly at: number;
      readonly condition: DiscardCondition;
      readonly records: readonly Stored[];
      readonly invokeCount: number;
      /** Where they are: a destination that took them, or nowhere, which was said. */
      readonly where: 'destination' | 'lost';
    }
  | {
      readonly type: 'checkpoint';
      readonly life: number;
      readonly shardId: string;
      readonly at: number;
      readonly checkpoint: ShardCheckpoint;
    }
  | { readonly type: 'finished'; readonly life: number; readonly shardId: string; readonly at: number };
