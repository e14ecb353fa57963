// Client of the Lambda Runtime API for nodejs functions.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import http from 'node:http';
import net from 'node:net';
import { captureConsole, logError } from './node-console.mjs';
import { context } from './node-context.mjs';
import { answerCustomResourcesByHttp } from './node-custom-resources.mjs';
import { describe, FatalError, NeverSettledError, serialise } from './node-errors.mjs';
import { knowsCallbacks, loadHandler } from './node-handler.mjs';
import { outcome } from './node-outcome.mjs';

const uncaughtStatus = 129;
const unhandledStatus = 128;
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1, timeout: 0 });
const state = { requestId: undefined };

/** Sends a request to the Runtime API and resolves with status, headers and body. `over` is the connection's agent. */
function call(method, path, body, over = agent) {
  return new Promise((resolve, reject) => {
    const headers =
      body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = http.request(
      { host, port, method, path: `/2018-06-01/runtime/${path}`, agent: over, headers },
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
async function die(error, message, status = uncaughtStatus) {
  const described = describe(error);
  logError(state.requestId, message, described);
  const path = state.requestId === undefined ? 'init/error' : `invocation/${state.requestId}/error`;
  // On a connection of its own: the other one may be waiting for the next invocation.
  await call('POST', path, JSON.stringify(described), false).catch(() => undefined);
  process.exit(status);
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
    const makeContext = (legacy) => context(next.headers, legacy);
    const output = serialise(await outcome(handler, JSON.parse(next.body), makeContext, knowsCallbacks));
    await call('POST', `invocation/${requestId}/response`, output);
  } catch (error) {
    const described = describe(error);
    logError(requestId, 'Invoke Error', described);
    await call('POST', `invocation/${requestId}/error`, JSON.stringify(described));
  }
}

endWithLocalStack(Number(process.argv[2]));
answerCustomResourcesByHttp();
captureConsole(() => state.requestId);
process.on('uncaughtException', (error) => die(error, 'Uncaught Exception'));
process.on('unhandledRejection', (reason) => {
  const error = new FatalError('Runtime.UnhandledPromiseRejection', reason);
  return die(error, 'Unhandled Promise Rejection', unhandledStatus);
});
const duringInit = () => die(new NeverSettledError(), 'Unexpected Exit');
process.once('beforeExit', duringInit);
loadHandler().then(
  (handler) => {
    process.removeListener('beforeExit', duringInit);
    // One turn later, so that a rejection that nobody handled is still one of the init phase.
    setImmediate(serve, handler);
  },
  (error) => die(error, 'Uncaught Exception'),
);
