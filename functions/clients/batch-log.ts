import type { SourceRecord } from '../../core/source.ts';

/** Fields of a log line: positions, numbers and messages, never a payload. */
export type LogFields = Readonly<Record<string, string | number>>;

/** Takes a line of the log. Never given a payload. */
export type Log = (level: 'info' | 'warn', message: string, fields: LogFields) => void;

/** Where a batch lies in its stream, and how many records it has: what the line of every batch begins with. */
export function batchHead(records: readonly Pick<SourceRecord, 'position'>[]): LogFields {
  return {
    shard: records[0]?.position.shard ?? '',
    first: records[0]?.position.sequence ?? '',
    last: records.at(-1)?.position.sequence ?? '',
    records: records.length,
  };
}

/** Name and first line of an error: messages of the driver go on with stack traces, others with what they were given. */
export function errorLine({ name, message }: Error): string {
  return `${name}: ${message.split('\n')[0]}`;
}
