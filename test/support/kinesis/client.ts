import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { onTestFinished } from 'vitest';

/** The SDK's client for an engine. It asks once: retries would hide what the engine does. */
export function clientFor(port: number): KinesisClient {
  const client = new KinesisClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    // The SDK would speak HTTP/2 to Kinesis.
    requestHandler: new NodeHttpHandler(),
  });
  onTestFinished(() => client.destroy());
  return client;
}
