import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
} from '@aws-sdk/client-kinesis';
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  GetEventSourceMappingCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { strToU8, zipSync } from 'fflate';

/** A stream with one shard that is mapped to a small function. */
export interface Target {
  readonly kinesis: KinesisClient;
  readonly stream: string;
  /** When the handler began with a record, by sequence number. Milliseconds since 1970, of this machine's clock. */
  readonly begun: ReadonlyMap<string, number>;
  remove(): Promise<void>;
}

const source = `
  export async function handler({ Records }) {
    const at = Date.now();
    const sequences = Records.map(({ kinesis }) => kinesis.sequenceNumber);
    await fetch(process.env.TELL, { method: 'POST', body: JSON.stringify({ at, sequences }) });
  }`;

/** Makes stream, function and mapping on a LocalStack, and waits until they work. @param port of its gateway */
export async function createTarget(port: number, name: string): Promise<Target> {
  const options = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: '000000000000', secretAccessKey: 'bench' },
    requestHandler: new NodeHttpHandler(),
  };
  const [kinesis, lambda] = [new KinesisClient(options), new LambdaClient(options)];
  const { begun, url, close } = await listen();
  await kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: 1 }));
  await until(async () => {
    const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: name }));
    return StreamDescriptionSummary?.StreamStatus === 'ACTIVE';
  });
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/bench',
      Environment: { Variables: { TELL: url } },
      Code: { ZipFile: zipSync({ 'index.mjs': strToU8(source) }) },
    }),
  );
  await until(async () => {
    const { State } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    return State === 'Active';
  });
  const { UUID } = await lambda.send(
    new CreateEventSourceMappingCommand({
      EventSourceArn: `arn:aws:kinesis:us-east-1:000000000000:stream/${name}`,
      FunctionName: name,
      StartingPosition: 'TRIM_HORIZON',
    }),
  );
  await until(async () => (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State === 'Enabled');
  return {
    kinesis,
    stream: name,
    begun,
    async remove() {
      await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
      await lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
      await kinesis.send(new DeleteStreamCommand({ StreamName: name }));
      close();
    },
  };
}

async function listen() {
  const begun = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const { at, sequences } = (await json(request)) as { at: number; sequences: string[] };
    for (const sequence of sequences) if (!begun.has(sequence)) begun.set(sequence, at);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { begun, close, url: `http://127.0.0.1:${port}` };
}

/** Asks until the answer is yes. @throws {Error} after 60 s */
export async function until(ask: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await ask())) {
    if (Date.now() > deadline) throw new Error(`waited 60 s for ${ask}`);
    await sleep(50);
  }
}
