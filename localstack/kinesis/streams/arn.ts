import type { Caller, StreamState } from './state.ts';

/** A stream's or a consumer's ARN, taken apart. */
export interface ParsedArn extends Caller {
  readonly stream: string;
  /** Name of the consumer, when the ARN is one's. */
  readonly consumer?: string;
  /** The second in which that consumer was registered. */
  readonly consumerSecond?: number;
}

const arnPattern = /^arn:aws[^:]*:kinesis:([^:]*):(\d{12}):stream\/([^/]+)(?:\/consumer\/([^/:]+):(\d+))?$/;

/** ARN of a stream. */
export function streamArn({ account, region, name }: Pick<StreamState, 'account' | 'region' | 'name'>): string {
  return `arn:${partition(region)}:kinesis:${region}:${account}:stream/${name}`;
}

/** ARN of a consumer. @param createdAt epoch milliseconds */
export function consumerArn(
  stream: Pick<StreamState, 'account' | 'region' | 'name'>,
  consumer: { readonly name: string; readonly createdAt: number },
): string {
  return `${streamArn(stream)}/consumer/${consumer.name}:${Math.floor(consumer.createdAt / 1000)}`;
}

/** Takes an ARN apart; undefined for a text that is none of Kinesis'. */
export function parseArn(arn: string): ParsedArn | undefined {
  const [whole, region, account, stream, consumer, second] = arnPattern.exec(arn) ?? [];
  if (whole === undefined || region === undefined || account === undefined || stream === undefined) return undefined;
  if (consumer === undefined) return { account, region, stream };
  return { account, region, stream, consumer, consumerSecond: Number(second) };
}

function partition(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
