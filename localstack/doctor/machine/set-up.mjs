// @ts-check
import { checkMachine, pendingSteps } from '../../setup/checks.mjs';
import { error, ok, warning } from '../finding.mjs';

/** @import { Finding } from '../finding.mjs' */
/** @import { Places } from '../../setup/places.mjs' */
/** @import { Step } from '../../setup/step.mjs' */

/**
 * Whether set-up has brought all that the sources ask for, the extension included, and if not, whether this machine has
 * what set-up needs.
 *
 * @param {Places} places
 * @param {readonly Step[]} [pending]
 * @param {(places: Places, pending: readonly Step[]) => Promise<{ missing: string[] }>} [check]
 * @returns {Promise<Finding[]>}
 */
export async function setUpState(places, pending = pendingSteps(places), check = checkMachine) {
  if (pending.length === 0) return [ok('set-up', `all is there, and as the sources ask for it (${places.tools})`)];
  const { missing } = await check(places, pending);
  const why = 'The local cloud needs it.';
  const names = pending.map(({ name }) => name).join(', ');
  return [
    ...missing.map((line) => error('set-up', line, { why, mend: 'Get it as said, then: npm start' })),
    warning('set-up', `not there, or not as the sources ask for it: ${names}`, {
      why: 'Every command sets up first, which takes a minute when much is missing.',
      mend: 'node localstack/setup.mjs',
    }),
  ];
}
