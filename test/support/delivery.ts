import { type BatchOutcome, processBatch } from '../../core/batch.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import type { Random } from '../../core/producer/generator.ts';
import type { SourceRecord } from '../../core/source.ts';
import type { AcceptedRecord, EventStore, RejectedRecord, WriteOutcome } from '../../core/store.ts';

/** Positions that were written, and how often; and what went wrong with them on the way, at random. */
export class UnreliableStore<E> implements EventStore<E> {
  /** Events by id: a second write of an id is the same row. */
  readonly rows = new Map<string, E>();
  /** Reasons of rejections, by sequence number. */
  readonly rejected = new Map<string, string>();
  readonly #pipeline: Pipeline<E>;
  readonly #random: Random;
  readonly #refuses: (event: E) => boolean;

  constructor(pipeline: Pipeline<E>, random: Random, refuses: (event: E) => boolean) {
    this.#pipeline = pipeline;
    this.#random = random;
    this.#refuses = refuses;
  }

  async write(accepted: readonly AcceptedRecord<E>[], rejected: readonly RejectedRecord[]): Promise<WriteOutcome> {
    if (this.#random.chance(0.05)) throw new Error('the store broke its contract');
    const refused: { record: SourceRecord; message: string }[] = [];
    const failed: { record: SourceRecord; error: Error }[] = [];
    const error = new Error('time-out');
    for (const { record, event } of accepted) {
      if (this.#refuses(event)) refused.push({ record, message: 'invalid' });
      else if (this.#random.chance(0.05)) failed.push({ record, error });
      else this.rows.set(this.#pipeline.id(event), event);
      // A time-out does not tell: now and then the row was written all the same.
      if (this.#random.chance(0.02)) failed.push({ record, error });
    }
    for (const { record, reasons } of rejected) {
      if (this.#random.chance(0.05)) failed.push({ record, error });
      else this.rejected.set(record.position.sequence, reasons.map(({ code }) => code).join());
    }
    return { refused, failed };
  }
}

/**
 * Delivers the records of a shard as an event source mapping does: batches of any size, in order; after a failure again
 * from the failed record on; now and then a whole batch twice, since the answer to an invocation may be lost.
 */
export async function deliver<E>(
  pipeline: Pipeline<E>,
  records: readonly SourceRecord[],
  store: EventStore<E>,
  random: Random,
  onOutcome: (outcome: BatchOutcome<E>) => void,
): Promise<void> {
  let checkpoint = 0;
  let clock = records[0]?.arrivedAt ?? 0;
  for (let attempt = 0; checkpoint < records.length; attempt += 1) {
    if (attempt > 10_000) throw new Error(`The shard is stuck at record ${checkpoint}`);
    const batch = records.slice(checkpoint, checkpoint + random.integer(1, 20));
    const outcome = await processBatch(pipeline, batch, store, () => {
      clock += 1;
      return clock;
    });
    onOutcome(outcome);
    if (random.chance(0.1)) continue;
    const failedAt = batch.findIndex(({ position }) => position.sequence === outcome.failed?.position.sequence);
    checkpoint += failedAt === -1 ? batch.length : failedAt;
  }
}
