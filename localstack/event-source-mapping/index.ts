/**
 * AWS's event source mapping for streams as a pure machine: see the README beside this file.
 * @packageDocumentation
 */

import { createMachine, type Machine } from './machine/machine.ts';

export { createMachine, type Machine, type Step } from './machine/machine.ts';
export type { ShardState } from './machine/state.ts';
export { shardStatus } from './machine/status.ts';
export type * from './model.ts';
export type * from './protocol.ts';
export type { Rules } from './rules/index.ts';

/** The machine with AWS's rules. */
export const { createShard, step }: Machine = createMachine();
export { type FailureMessage, failureMessage } from './destination.ts';
export { invocationEvent } from './event.ts';
export { InvalidCheckpointError, readCheckpoint, readProgress } from './progress.ts';
export { type DynamodbSourceRecord, dynamodbRecord, type KinesisSourceRecord, kinesisRecord } from './records.ts';
export type { MappingConfiguration } from './settings/configuration.ts';
export { InvalidMappingError } from './settings/errors.ts';
export { readSettings } from './settings/read-settings.ts';
export { iteratorOf, planShards, type ShardIterator, type ShardPlan } from './shards.ts';
