// console.* as on Lambda: a line per call, with time, request id and level.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
import { format } from 'node:util';

const levels = { trace: 'TRACE', debug: 'DEBUG', info: 'INFO', log: 'INFO', warn: 'WARN', error: 'ERROR' };
const asJson = process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON';
const order = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const lowest = asJson ? Math.max(0, order.indexOf((process.env.AWS_LAMBDA_LOG_LEVEL ?? 'INFO').toUpperCase())) : 0;

/** Replaces the methods of the console. `requestId` gives the invocation in hand, if any. */
export function captureConsole(requestId) {
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (...values) => {
      if (order.indexOf(level) >= lowest) write(requestId(), level, format(...values));
    };
  }
}

/** Writes the line that Lambda's runtime writes for an error that nobody caught. */
export function logError(requestId, message, described) {
  const { trace, ...rest } = described;
  write(requestId, 'ERROR', `${message} \t${JSON.stringify({ ...rest, stack: trace })}`);
}

/** One event of CloudWatch Logs: line breaks within it become carriage returns, which Lambda does as well. */
function write(requestId, level, message) {
  const timestamp = new Date().toISOString();
  const line = asJson
    ? JSON.stringify({ timestamp, level, requestId, message })
    : `${timestamp}\t${requestId}\t${level}\t${message.replaceAll('\n', '\r')}`;
  process.stdout.write(`${line}\n`);
}
