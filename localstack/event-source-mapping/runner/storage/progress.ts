import { isDeepStrictEqual } from 'node:util';
import { readIfThere, replaceFile } from '../../../durable-files.ts';
import { type MappingProgress, readProgress, type ShardCheckpoint } from '../../index.ts';
import { groupCommit } from './group-commit.ts';

/** How far a mapping has come, kept in a file. */
export interface ProgressStore {
  /** Undefined until the stream's shards were seen for the first time. */
  current(): MappingProgress | undefined;
  /** AWS's `LastProcessingResult`. */
  lastResult(): string;
  /** Takes over a plan. Resolves when it is on disk. */
  replace(progress: MappingProgress): Promise<void>;
  /** Notes where a shard is. It is on disk a little later, together with what comes until then: a crash redelivers at most that. */
  checkpoint(shardId: string, checkpoint: ShardCheckpoint): void;
  result(text: string): void;
  /** Resolves when all that was noted is on disk. */
  stored(): Promise<void>;
}

/** The text that AWS shows while a mapping has invoked nothing. */
const nothingYet = 'No records processed';

/**
 * Reads the file, or begins anew where there is none.
 *
 * @param onFailure told when the file cannot be written; it is tried again until it can
 * @throws {InvalidCheckpointError} when the file is no progress, naming what is wrong: nothing is skipped silently
 */
export async function openProgress(file: string, onFailure: (error: unknown) => void): Promise<ProgressStore> {
  const text = await readIfThere(file);
  const kept = text === undefined ? undefined : (JSON.parse(text) as { lastResult?: unknown; progress?: unknown });
  let progress = kept?.progress === undefined ? undefined : readProgress(JSON.stringify(kept.progress));
  let lastResult = typeof kept?.lastResult === 'string' ? kept.lastResult : nothingYet;
  const commit = groupCommit(() => replaceFile(file, `${JSON.stringify({ lastResult, progress })}\n`), onFailure);
  let stored: Promise<void> = Promise.resolve();
  const changed = () => {
    stored = commit.changed();
    return stored;
  };

  return {
    current: () => progress,
    lastResult: () => lastResult,
    replace(newer) {
      if (isDeepStrictEqual(newer, progress)) return stored;
      progress = newer;
      return changed();
    },
    checkpoint(shardId, checkpoint) {
      progress = { ...progress, version: 1, shards: { ...progress?.shards, [shardId]: checkpoint } };
      void changed();
    },
    result(text) {
      lastResult = text;
      void changed();
    },
    stored: () => stored,
  };
}
