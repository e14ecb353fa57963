import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../localstack/config.ts';
import { aws, caudalJson } from './support/caudal.ts';
import { until } from './support/until.ts';

interface Outputs {
  readonly Bucket: string;
  readonly Table: string;
  readonly QueueUrl: string;
  readonly FunctionUrl: string;
}

const app = path.join(import.meta.dirname, 'foreign-app');
const folder = mkdtempSync(path.join(tmpdir(), 'caudal-foreign-'));
const outputsFile = path.join(folder, 'outputs.json');

/** Plain `cdk`, as another project calls it: what leads to the local cloud are the variables of `caudal env`. */
async function cdk(...args: string[]): Promise<void> {
  const variables = await caudalJson<Record<string, string>>(['env']);
  const bin = path.join(repositoryRoot, 'node_modules', '.bin');
  const child = spawn(
    path.join(bin, 'cdk'),
    [...args, '--output', path.join(folder, 'cdk.out'), '--no-notices', '--ci'],
    {
      cwd: app,
      env: { PATH: `${bin}${path.delimiter}${process.env.PATH}`, HOME: folder, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code, Buffer.concat(said).toString()).toBe(0);
}

/** `<id>.lambda-url.<region>.localhost…` need not be a name that this machine knows. */
function askFunction(url: string): Promise<string> {
  const { host, port, pathname } = new URL('orders?id=1', url);
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path: pathname, headers: { host } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
    });
    call.once('error', reject).end();
  });
}

describe('an app of another project', () => {
  let outputs: Outputs;
  const bodies = async (): Promise<string[]> => {
    const { Items } = await aws<{ Items: { body: { S: string } }[] }>(
      'dynamodb',
      'scan',
      '--table-name',
      outputs.Table,
    );
    return Items.map(({ body }) => body.S);
  };

  it('is deployed by plain CDK, its Python custom resource and the layer of that included', async () => {
    await cdk('deploy', '--require-approval', 'never', '--method', 'direct', '--outputs-file', outputsFile);
    outputs = JSON.parse(readFileSync(outputsFile, 'utf8'))['foreign-app'];
    const { Contents } = await aws<{ Contents: { Key: string }[] }>(
      's3api',
      'list-objects-v2',
      '--bucket',
      outputs.Bucket,
    );
    expect(Contents.map(({ Key }) => Key)).toEqual(['index.html']);
  });

  it('works: queue to function to table, a rule to the queue, a function by its URL', async () => {
    await aws('sqs', 'send-message', '--queue-url', outputs.QueueUrl, '--message-body', 'by hand');
    const order = { Source: 'foreign.orders', DetailType: 'placed', Detail: '{"order":7}' };
    await aws('events', 'put-events', '--entries', JSON.stringify([order]));
    const there = await until(bodies, (all) => all.length === 2);
    expect(there).toContain('by hand');
    const event = JSON.parse(there.find((body) => body !== 'by hand') ?? '{}');
    expect(event).toMatchObject({ source: 'foreign.orders', detail: { order: 7 } });
    expect(JSON.parse(await askFunction(outputs.FunctionUrl))).toEqual({ asked: '/orders' });
  });

  it('is destroyed, and nothing of it is left', async () => {
    await cdk('destroy', '--force', '--all');
    const { Stacks } = await aws<{ Stacks: { StackName: string; StackStatus: string }[] }>(
      'cloudformation',
      'describe-stacks',
    );
    const left = Stacks.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE');
    expect(left.map(({ StackName }) => StackName)).not.toContain('foreign-app');
    const { Functions } = await aws<{ Functions: { FunctionName: string }[] }>('lambda', 'list-functions');
    const { TableNames } = await aws<{ TableNames: string[] }>('dynamodb', 'list-tables');
    const { Buckets } = await aws<{ Buckets: { Name: string }[] }>('s3api', 'list-buckets');
    const { EventSourceMappings } = await aws<{ EventSourceMappings: { EventSourceArn: string }[] }>(
      'lambda',
      'list-event-source-mappings',
    );
    const { Rules } = await aws<{ Rules: { Name: string }[] }>('events', 'list-rules');
    const queues = await aws<{ QueueUrls?: string[] } | undefined>(
      'sqs',
      'list-queues',
      '--queue-name-prefix',
      'foreign-app',
    );
    const names = [
      ...Functions.map(({ FunctionName }) => FunctionName),
      ...TableNames,
      ...Buckets.map(({ Name }) => Name),
      ...EventSourceMappings.map(({ EventSourceArn }) => EventSourceArn),
      ...Rules.map(({ Name }) => Name),
      ...(queues?.QueueUrls ?? []),
    ];
    expect(names.filter((name) => name.includes('foreign'))).toEqual([]);
  });
});
