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
      if (order.indexOf(level) >= lowest) write(requestId(), level, values);
    };
  }
}

/** Writes the line that Lambda's runtime writes for an error that nobody caught. */
export function logError(requestId, message, described) {
  const { trace, ...rest } = described;
  if (!asJson) write(requestId, 'ERROR', [`${message} \t${JSON.stringify({ ...rest, stack: trace })}`]);
  else writeLine({ timestamp: now(), level: 'ERROR', requestId, message: { ...rest, stackTrace: trace } });
}

function write(requestId, level, values) {
  if (asJson) writeLine({ timestamp: now(), level, requestId, ...structured(values) });
  // One event of CloudWatch Logs: line breaks within it become carriage returns, which Lambda does as well.
  else process.stdout.write(`${now()}\t${requestId}\t${level}\t${format(...values).replaceAll('\n', '\r')}\n`);
}

function writeLine(entry) {
  process.stdout.write(`${JSON.stringify(entry)}\n`);
}

/** One value stays what it is; of several a text is made, and the first error among them keeps its fields. */
function structured(values) {
  const error = values.find((value) => value instanceof Error);
  if (values.length === 1) return { message: error ? fields(error) : serialisable(values[0]) };
  return { message: format(...values), ...(error ? fields(error) : {}) };
}

function fields(error) {
  return {
    errorType: error.constructor.name,
    errorMessage: error.message,
    stackTrace: (error.stack ?? '').split('\n'),
  };
}

function serialisable(value) {
  try {
    JSON.stringify(value);
    return value;
  } catch {
    return format(value);
  }
}

function now() {
  return new Date().toISOString();
}
