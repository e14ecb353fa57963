// How a handler's invocation ends: a promise that settles, a value, a callback, or an event loop that has run empty.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
import { NeverSettledError } from './node-errors.mjs';

/**
 * Runs a handler and resolves with what it answers, or rejects with what it fails with.
 *
 * Before Node 24 a handler without a promise answers by its callback only, which by default waits until the event loop
 * is empty; when it calls none, the answer is nothing.
 */
export function outcome(handler, event, makeContext, knowsCallbacks) {
  return new Promise((resolve, reject) => {
    const whenEmpty = onceEmpty();
    const settle = (end) => (value) => {
      whenEmpty(undefined);
      end(value);
    };
    const succeed = settle(resolve);
    const fail = settle(reject);
    const done = (error, value) => (error === undefined || error === null ? succeed(value) : fail(error));
    const context = makeContext(knowsCallbacks ? { done, succeed, fail } : {});
    const callback = (error, value) => {
      if ((error !== undefined && error !== null) || !context.callbackWaitsForEmptyEventLoop) done(error, value);
      else whenEmpty(() => succeed(value));
    };
    whenEmpty(() => (isAsync(handler) || !knowsCallbacks ? fail(new NeverSettledError()) : succeed(undefined)));
    try {
      const result = knowsCallbacks ? handler(event, context, callback) : handler(event, context);
      if (typeof result?.then === 'function') result.then(succeed, fail);
      else if (!knowsCallbacks) succeed(result);
    } catch (error) {
      fail(error);
    }
  });
}

/** A function that says what happens when the event loop is empty, in place of what it said before. */
function onceEmpty() {
  let listener;
  return (next) => {
    if (listener) process.removeListener('beforeExit', listener);
    listener = next;
    if (next) process.once('beforeExit', next);
  };
}

function isAsync(handler) {
  return handler.constructor.name === 'AsyncFunction';
}
