import { Buffer } from 'node:buffer';
import { decode } from '../../decode.ts';
import { createJudge } from '../../judge.ts';
import type { Pipeline } from '../../pipeline.ts';
import { normalForm } from '../../schema/normal-form.ts';
import type { SourceRecord } from '../../source.ts';
import type { AcceptedRecord } from '../../store.ts';

/** Turns a test's events into records of the stream, as the pipeline's own judge accepts them. */
export interface TestRecords<E> {
  /**
   * @param clock undefined: it has not begun. The record arrives then, or at the event's own time if that is later
   * @param arrivedAt when it arrives instead
   * @throws {Error} for an event that the pipeline rejects, with its reasons
   */
  accept(event: object, clock: number | undefined, arrivedAt: number | undefined): AcceptedRecord<E>;
}

export function createTestRecords<E>(pipeline: Pipeline<E>): TestRecords<E> {
  const judge = createJudge(pipeline);
  let sequence = 0;

  /** What the event says of its time, if it can be asked: whether it is valid is the judge's to say. */
  function ownTime(record: SourceRecord): number | undefined {
    const decoded = decode(record);
    if ('reason' in decoded) return undefined;
    try {
      const time = pipeline.eventTime(normalForm(pipeline, decoded.value, record) as E);
      return Number.isFinite(time) ? time : undefined;
    } catch {
      return undefined;
    }
  }

  return {
    accept(event, clock, arrivedAt) {
      sequence += 1;
      const sent: SourceRecord = {
        position: { stream: pipeline.stream.name, shard: 'shardId-000000000000', sequence: String(sequence) },
        partitionKey: '',
        arrivedAt: clock ?? 0,
        data: Buffer.from(JSON.stringify(event)).toString('base64'),
      };
      const record = { ...sent, arrivedAt: arrivedAt ?? Math.max(sent.arrivedAt, ownTime(sent) ?? 0) };
      const judgement = judge(record);
      if ('rejected' in judgement) {
        const reasons = judgement.rejected.reasons.map(({ field, message }) =>
          field ? `${field} ${message}` : message,
        );
        throw new Error(`Pipeline ${pipeline.name} rejects ${JSON.stringify(event)}: ${reasons.join('; ')}`);
      }
      const accepted = judgement.accepted;
      return { ...accepted, record: { ...record, partitionKey: pipeline.partitionKey(accepted.event) } };
    },
  };
}
