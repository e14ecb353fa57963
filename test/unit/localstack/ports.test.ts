import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { answers, holderOf, listeningInodes, PortTakenError, requireFreePorts } from '../../../localstack/ports.ts';

let server: Server | undefined;
afterEach(() => server?.close());

async function listen(host: string): Promise<number> {
  server = createServer();
  await new Promise<void>((resolve) => server?.listen(0, host, resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test.each(['127.0.0.1', '0.0.0.0'])('a port held on %s is refused, with the variable that moves it', async (host) => {
  const port = await listen(host);
  const failure = await requireFreePorts('dynamodb', [{ port, variable: 'CAUDAL_DYNAMODB_PORT' }]).catch(
    (error) => error,
  );
  expect(failure).toBeInstanceOf(PortTakenError);
  expect(failure.message).toContain(`Port ${port} on 127.0.0.1, which dynamodb needs, is taken by`);
  expect(failure.message).toMatch(/CAUDAL_DYNAMODB_PORT=\d+$/);
  expect(await answers(port)).toBe(true);
});

test.runIf(process.platform === 'linux')('says who holds a port', async () => {
  const port = await listen('127.0.0.1');
  expect(holderOf(port)).toContain(`(pid ${process.pid})`);
});

test('a free port is taken for free, and stays so', async () => {
  const port = await listen('127.0.0.1');
  await new Promise((resolve) => server?.close(resolve));
  await requireFreePorts('kinesis', [{ port, variable: 'CAUDAL_KINESIS_PORT' }]);
  expect(await answers(port)).toBe(false);
});

test('a free port is not taken for busy when this process was', async () => {
  const port = await listen('127.0.0.1');
  await new Promise((resolve) => server?.close(resolve));
  const answer = answers(port, 50);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  expect(await answer).toBe(false);
});

test('reads the sockets that listen, not those that are connected', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:11D6 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 41111 1 0',
    '   1: 0100007F:11D6 0100007F:A000 01 00000000:00000000 00:00000000 00000000     0        0 41112 1 0',
    '   2: 0100007F:11D7 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 41113 1 0',
  ];
  expect(listeningInodes(table.join('\n'), 4566)).toEqual(['41111']);
});
