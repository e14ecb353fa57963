import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { bucketPrefixes } from '../../core/names.ts';
import { awsEnvironment, toolPaths } from '../../localstack/cloud.ts';
import type { CloudConfig } from '../../localstack/config.ts';
import { type Finding, ok, warning } from '../../localstack/doctor/finding.mjs';
import { stageNames } from '../stage.ts';

/** What a mapping or an asynchronous invocation gave up, and keeps for somebody to look at. */
export interface GivenUp {
  /** Invocation records in the operations bucket; at most 1,000 are counted. */
  readonly batches: number;
  /** Messages in dead-letter queues, by queue. */
  readonly deadLetters: Readonly<Record<string, number>>;
}

/** Whether something waits for a person. */
export function givenUpFindings({ batches, deadLetters }: GivenUp): Finding[] {
  const queues = Object.entries(deadLetters).filter(([, messages]) => messages > 0);
  const findings = [
    ...(batches === 0
      ? []
      : [
          warning('given up', `${batches === 1000 ? '1000 or more' : batches} batches in the operations bucket`, {
            why: 'The mapping gave them up after 12 hours; their records are kept there, not in the tables.',
            mend: './caudal ledger   # counts them as failed; ./caudal logs ingest says why they failed',
          }),
        ]),
    ...queues.map(([queue, messages]) =>
      warning('given up', `${messages} messages in ${queue}`, {
        why: 'What they are about was tried and did not happen: an alert, a health check.',
        mend: `./caudal aws sqs receive-message --queue-url $(./caudal aws sqs get-queue-url --queue-name ${queue} --query QueueUrl --output text)`,
      }),
    ),
  ];
  return findings.length > 0 ? findings : [ok('given up', 'no failed batch, no dead letter')];
}

/** Counts them. */
export async function readGivenUp(config: CloudConfig, operationsBucket: string): Promise<GivenUp> {
  const client = new S3Client({ forcePathStyle: true });
  try {
    const listed = client.send(new ListObjectsV2Command({ Bucket: operationsBucket, Prefix: bucketPrefixes.failed }));
    const [{ KeyCount = 0 }, deadLetters] = await Promise.all([listed, countDeadLetters(config)]);
    return { batches: KeyCount, deadLetters };
  } finally {
    client.destroy();
  }
}

/** By way of the AWS CLI: this is the one place that speaks to SQS, not worth a client of its own. */
async function countDeadLetters(config: CloudConfig): Promise<Record<string, number>> {
  const sqs = async (...args: string[]): Promise<unknown> => {
    const environment = awsEnvironment(config);
    // Named once more: for SQS the AWS CLI v1 does not look at the variable.
    const options = ['--output', 'json', '--endpoint-url', environment.AWS_ENDPOINT_URL ?? ''];
    const { stdout } = await promisify(execFile)(toolPaths(config).aws, [...options, 'sqs', ...args], {
      env: { PATH: process.env.PATH, ...environment },
    });
    return JSON.parse(stdout || '{}');
  };
  const { QueueUrls = [] } = (await sqs('list-queues')) as { QueueUrls?: string[] };
  // CloudFormation names a queue after its stack and cuts the rest; all queues that these stacks make are for dead letters.
  const ofStage = Object.values(stageNames().stacks).map((stack) => `/${stack}-`);
  const deadLetterUrls = QueueUrls.filter((url) => ofStage.some((begin) => url.includes(begin)));
  const counts = deadLetterUrls.map(async (url): Promise<[string, number]> => {
    const asked = ['get-queue-attributes', '--queue-url', url, '--attribute-names', 'ApproximateNumberOfMessages'];
    const { Attributes } = (await sqs(...asked)) as { Attributes?: { ApproximateNumberOfMessages?: string } };
    return [url.split('/').at(-1) ?? url, Number(Attributes?.ApproximateNumberOfMessages ?? 0)];
  });
  return Object.fromEntries(await Promise.all(counts));
}
