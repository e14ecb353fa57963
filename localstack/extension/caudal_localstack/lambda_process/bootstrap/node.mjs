// Client of the Lambda Runtime API for nodejs functions.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import http from 'node:http';
import net from 'node:net';
import { captureConsole, logError } from './node-console.mjs';
import { context } from './node-context.mjs';
import { describe, FatalError, serialise } from './node-errors.mjs';
import { loadHandler } from './node-handler.mjs';

const fatalStatus = 129;
const neverSettled =
  'The Lambda runtime client detected an unexpected Node.js exit code. ' +
  'This is most commonly caused by a Promise that was never settled.';
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1, timeout: 0 });
const state = { requestId: undefined };

/** Sends a request to the Runtime API and resolves with status, headers and body. */
function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers =
      body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = http.request(
      { host, port, method, path: `/2018-06-01/runtime/${path}`, agent, headers },
      (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Ends this process when LocalStack ends: the other end of the pipe closes with it, however it dies. */
function endWithLocalStack(lifeline) {
  const pipe = new net.Socket({ fd: lifeline, readable: true, writable: false });
  pipe.on('close', () => process.kill(process.pid, 'SIGKILL'));
  pipe.resume().unref();
}

/** Reports an error that ends the process, to the invocation in hand if there is one. */
async function die(error, message) {
  const described = describe(error);
  logError(state.requestId, message, described);
  const path = state.requestId === undefined ? 'init/error' : `invocation/${state.requestId}/error`;
  await call('POST', path, JSON.stringify(described)).catch(() => undefined);
  process.exit(fatalStatus);
}

async function serve(handler) {
  for (;;) {
    const next = await call('GET', 'invocation/next').catch(() => process.exit(0));
    if (next.status !== 200) process.exit(0);
    state.requestId = next.headers['lambda-runtime-aws-request-id'];
    process.env._X_AMZN_TRACE_ID = next.headers['lambda-runtime-trace-id'] ?? '';
    await run(handler, next);
  }
}

async function run(handler, next) {
  const { requestId } = state;
  try {
    const output = serialise(await handler(JSON.parse(next.body), context(next.headers)));
    await call('POST', `invocation/${requestId}/response`, output);
  } catch (error) {
    const described = describe(error);
    logError(requestId, 'Invoke Error', described);
    await call('POST', `invocation/${requestId}/error`, JSON.stringify(described));
  }
}

endWithLocalStack(Number(process.argv[2]));
captureConsole(() => state.requestId);
process.on('uncaughtException', (error) => die(error, 'Uncaught Exception'));
process.on('unhandledRejection', (reason) =>
  die(new FatalError('Runtime.UnhandledPromiseRejection', reason), 'Unhandled Promise Rejection'),
);
process.on('beforeExit', () => die(new FatalError('Runtime.NodeJsExit', neverSettled), 'Unexpected Exit'));
loadHandler().then(serve, (error) => die(error, 'Uncaught Exception'));
