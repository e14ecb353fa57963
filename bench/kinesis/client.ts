import { Agent, request } from 'node:http';

/** Calls Kinesis without the SDK, whose work for 500 records would be measured too. */
export interface PlainClient {
  /** @param body JSON @throws {Error} for another status than 200 */
  call(operation: string, body: string): Promise<Buffer>;
  close(): void;
}

const authorization =
  'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=0';

/** A client that keeps its connections. @param port on 127.0.0.1 */
export function plainClient(port: number): PlainClient {
  const agent = new Agent({ keepAlive: true });
  return {
    call: (operation, body) =>
      new Promise((resolve, reject) => {
        const headers = {
          authorization,
          'content-type': 'application/x-amz-json-1.1',
          'content-length': Buffer.byteLength(body),
          'x-amz-date': '20260101T000000Z',
          'x-amz-target': `Kinesis_20131202.${operation}`,
        };
        const call = request({ host: '127.0.0.1', port, agent, method: 'POST', headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('error', reject);
          response.once('end', () => {
            const answer = Buffer.concat(chunks);
            if (response.statusCode === 200) resolve(answer);
            else reject(new Error(`${operation} answered ${response.statusCode}: ${answer.toString().slice(0, 200)}`));
          });
        });
        call.once('error', reject);
        call.end(body);
      }),
    close: () => agent.destroy(),
  };
}
