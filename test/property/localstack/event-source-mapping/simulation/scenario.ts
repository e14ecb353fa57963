import type {
  Input,
  MappingSettings,
  Rules,
  ShardCheckpoint,
  ShardPlan,
} from '../../../../../localstack/event-source-mapping/index.ts';
import type { Behaviour } from './function.ts';
import type { SimulatedStream } from './stream.ts';

/** All that a run depends on. */
export interface Scenario {
  readonly settings: MappingSettings;
  readonly stream: SimulatedStream;
  readonly behaviour: Behaviour;
  /** Share of messages that the destination refuses. */
  readonly undelivered: number;
  /** When the runner dies, losing all but what is stored. */
  readonly crashes: readonly number[];
  readonly seed: number;
  /** How far storing lags behind: the runner may die with checkpoints unstored. */
  readonly storingMs: number;
  /** What is broken on purpose. */
  readonly faults?: Faults;
}

/** Ways to break a mapping, to see whether the invariants notice. */
export interface Faults {
  readonly rules?: Partial<Rules>;
  readonly input?: (input: Input) => Input;
  readonly checkpoint?: (checkpoint: ShardCheckpoint) => ShardCheckpoint;
  readonly plan?: (plan: ShardPlan) => ShardPlan;
  /** Messages to the destination are taken for delivered and are not. */
  readonly forgetsMessages?: boolean;
}
