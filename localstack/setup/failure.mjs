// @ts-check
import { CommandError } from './command.mjs';

const networkSigns =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|getaddrinfo|unknown host|name resolution|dns error|failed to lookup address|connection refused|connection timed out|connect timed out|network is unreachable|error sending request|could not transfer artifact|client error \(connect\)|Max retries exceeded|NewConnectionError/i;

/**
 * Whether a command failed because it could not reach its registry.
 *
 * @param {unknown} error
 */
export function isNetworkFailure(error) {
  return error instanceof CommandError && networkSigns.test(error.output);
}

/** @type {Readonly<Record<string, string>>} */
const registries = {
  'node modules': 'the npm registry',
  'python environment': 'the Python package index',
  'localstack extension': 'the Python package index',
  jars: 'the Maven repository',
};

/**
 * What the user reads when a step has failed: what it was, why, and where the rest stands.
 *
 * @param {string} step
 * @param {unknown} error
 */
export function failureText(step, error) {
  if (!(error instanceof CommandError)) return `${step}: ${error instanceof Error ? error.message : String(error)}`;
  const said = error.output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const why = said.findLast((line) => networkSigns.test(line));
  const rest = `  all that it printed: ${error.log}`;
  if (why === undefined)
    return [`${step}: ${error.message}`, ...telling(said).map((line) => `  ${line}`), rest].join('\n');
  return `${step}: ${registries[step] ?? 'the network'} cannot be reached. Check the network, a proxy, or the mirror that is configured, and run it again; what is done stays.\n  ${why}\n${rest}`;
}

/**
 * npm, uv, pip and Maven all begin the lines that matter with the word error, and end with lines that do not matter.
 *
 * @param {readonly string[]} said
 */
function telling(said) {
  const errors = said.filter((line) => /\berror\W+\w/i.test(line));
  return errors.length > 0 ? errors.slice(0, 3) : said.slice(-1);
}
