// Finds and loads the handler that `_HANDLER` names: `folder/file.exported.name`, an ES module or CommonJS.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { FatalError } from './node-errors.mjs';

const extensions = ['.js', '.mjs', '.cjs', ''];

/** The handler as a function of event and context that returns a promise. */
export async function loadHandler() {
  const name = process.env._HANDLER ?? '';
  const found = /^(?<module>(?:.*\/)?[^./]+)\.(?<exported>.+)$/.exec(name);
  if (!found || name.includes('..')) throw new FatalError('Runtime.MalformedHandlerName', 'Bad handler');
  const handler = pick(await load(found.groups.module), found.groups.exported);
  if (handler === undefined) {
    throw new FatalError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (typeof handler !== 'function') throw new FatalError('Runtime.HandlerNotFound', `${name} is not a function`);
  return handler.length < 3 ? handler : withCallback(handler);
}

async function load(module) {
  const base = path.resolve(process.env.LAMBDA_TASK_ROOT, module);
  const file = extensions.map((extension) => base + extension).find((candidate) => fs.existsSync(candidate));
  if (!file)
    throw new FatalError('Runtime.ImportModuleError', new Error(`Cannot find module '${path.basename(module)}'`));
  try {
    return await import(pathToFileURL(file));
  } catch (error) {
    if (error instanceof SyntaxError) throw new FatalError('Runtime.UserCodeSyntaxError', error);
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
      throw new FatalError('Runtime.ImportModuleError', error);
    }
    throw error;
  }
}

/** The exported value; of a CommonJS module also what Node's analysis did not see as a named export. */
function pick(loaded, exported) {
  const walk = (from) => exported.split('.').reduce((value, key) => value?.[key], from);
  return walk(loaded) ?? walk(loaded.default);
}

function withCallback(handler) {
  if (process.env.AWS_EXECUTION_ENV !== 'AWS_Lambda_nodejs24.x') {
    return (event, context) =>
      new Promise((resolve, reject) => {
        const result = handler(event, context, (error, value) => (error ? reject(error) : resolve(value)));
        if (typeof result?.then === 'function') result.then(resolve, reject);
      });
  }
  throw new FatalError('Runtime.CallbackHandlerDeprecated', 'a nodejs24.x handler takes no callback; make it async');
}
