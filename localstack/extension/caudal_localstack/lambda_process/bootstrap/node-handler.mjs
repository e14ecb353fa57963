// Finds and loads the handler that `_HANDLER` names: `folder/file.exported.name`, an ES module or CommonJS.
// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { FatalError } from './node-errors.mjs';

const extensions = ['', '.js', '.mjs', '.cjs'];

/** Whether the runtime knows callbacks; Lambda has taken them away with Node 24. */
export const knowsCallbacks = !/nodejs(2[4-9]|[3-9]\d)/.test(process.env.AWS_EXECUTION_ENV ?? '');

/** The exported function. */
export async function loadHandler() {
  const name = process.env._HANDLER ?? '';
  if (name.includes('..')) {
    const advice = 'Use absolute paths when specifying root directories in handler names.';
    throw new FatalError('Runtime.MalformedHandlerName', `'${name}' is not a valid handler name. ${advice}`);
  }
  const found = /^(?<module>(?:.*\/)?[^./]+)\.(?<exported>.+)$/.exec(name);
  if (!found) throw new FatalError('Runtime.MalformedHandlerName', 'Bad handler');
  const handler = pick(await load(found.groups.module), found.groups.exported);
  if (!handler) throw new FatalError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof handler !== 'function') throw new FatalError('Runtime.HandlerNotFound', `${name} is not a function`);
  if (handler.length > 2 && !knowsCallbacks) {
    const advice = 'a nodejs24.x handler takes no callback; make it async';
    throw new FatalError('Runtime.CallbackHandlerDeprecated', advice);
  }
  return handler;
}

async function load(module) {
  const base = path.resolve(process.env.LAMBDA_TASK_ROOT, module);
  const file = extensions.map((extension) => base + extension).find(isFile);
  if (!file) {
    const missing = `Cannot find module '${path.basename(module)}'\nRequire stack:\n- /var/runtime/index.mjs`;
    throw new FatalError('Runtime.ImportModuleError', new Error(missing));
  }
  try {
    return await import(pathToFileURL(file));
  } catch (error) {
    if (error instanceof SyntaxError) throw new FatalError('Runtime.UserCodeSyntaxError', error);
    // What an ES module misses has another code, which Lambda's runtime passes on as the error that it is.
    if (error?.code === 'MODULE_NOT_FOUND') throw new FatalError('Runtime.ImportModuleError', error);
    throw error;
  }
}

function isFile(candidate) {
  return fs.statSync(candidate, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The exported value; of a CommonJS module also what Node's analysis did not see as a named export. */
function pick(loaded, exported) {
  const walk = (from) => exported.split('.').reduce((value, key) => value?.[key], from);
  return walk(loaded) ?? walk(loaded.default);
}
