// @ts-check
import { extension } from './extension.mjs';
import { jars } from './jars.mjs';
import { java } from './java.mjs';
import { nodeModules } from './node-modules.mjs';
import { pythonEnvironment } from './python-environment.mjs';

/** Everything that set-up does; independent ones run side by side. */
export const steps = [java, nodeModules, pythonEnvironment, extension, jars];
