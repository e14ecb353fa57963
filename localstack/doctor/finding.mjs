// @ts-check

/**
 * What a check of `caudal doctor` has found. Of what is well `found` alone; else also why it matters and how to mend it.
 *
 * @typedef {object} Finding
 * @property {string} check name of what was looked at
 * @property {'ok' | 'warning' | 'error'} level `error`: something must be mended; `warning`: it works, but not for long or not well
 * @property {string} found
 * @property {string} [why]
 * @property {string} [mend] a command to type, or a sentence where none helps
 */

/**
 * @param {string} check
 * @param {string} found
 * @returns {Finding}
 */
export const ok = (check, found) => ({ check, level: 'ok', found });

/**
 * @param {string} check
 * @param {string} found
 * @param {{ why: string; mend: string }} more
 * @returns {Finding}
 */
export const warning = (check, found, { why, mend }) => ({ check, level: 'warning', found, why, mend });

/**
 * @param {string} check
 * @param {string} found
 * @param {{ why: string; mend: string }} more
 * @returns {Finding}
 */
export const error = (check, found, { why, mend }) => ({ check, level: 'error', found, why, mend });

const marks = { ok: 'ok     ', warning: 'WARNING', error: 'MEND   ' };

/**
 * Findings as lines, a group of lines for each that is not well.
 *
 * @param {readonly Finding[]} findings
 */
export function findingsText(findings) {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ check, level, found, why, mend }) => [
    `${marks[level]}  ${check.padEnd(width)}  ${found}`,
    ...(why ? [`${' '.repeat(width + 11)}${why}`] : []),
    ...(mend ? [`${' '.repeat(width + 11)}→ ${mend}`] : []),
  ]);
  const count = (/** @type {Finding['level']} */ level) => findings.filter((finding) => finding.level === level).length;
  const verdict = `${count('ok')} ok, ${count('warning')} warnings, ${count('error')} to mend`;
  return [...lines, '', verdict].join('\n');
}

/**
 * Runs checks side by side. One that throws becomes a finding of its own.
 *
 * @param {Readonly<Record<string, () => Finding | readonly Finding[] | Promise<Finding | readonly Finding[]>>>} checks
 * @returns {Promise<Finding[]>} in the order of the checks
 */
export async function runChecks(checks) {
  const found = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        return await check();
      } catch (cause) {
        const message = cause instanceof Error ? cause.message : String(cause);
        const why = 'The check itself failed, so nothing is known of this.';
        return warning(name, message.split('\n', 1)[0] ?? message, { why, mend: './caudal status' });
      }
    }),
  );
  return found.flat();
}
