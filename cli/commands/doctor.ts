import type { Command } from 'commander';
import { cloudStatus } from '../../localstack/cloud.ts';
import { cloudChecks } from '../../localstack/doctor/cloud/index.ts';
import { findingsText, runChecks } from '../../localstack/doctor/finding.mjs';
import { machineChecks } from '../../localstack/doctor/machine/index.mjs';
import { places } from '../../localstack/setup/places.mjs';
import { action, stageCommand } from '../command.ts';
import { deploymentChecks } from '../doctor/deployment-checks.ts';
import { exitCodes } from '../errors.ts';

/** `caudal doctor` */
export function create(): Command {
  return stageCommand('doctor', 'check machine, set-up, cloud and deployment, and say how to mend what is wrong', [
    'doctor',
    'doctor --json | jq ".findings[] | select(.level != \\"ok\\")"',
  ]).action(
    action(async ({ output, config }) => {
      const status = await cloudStatus(config);
      const runs = status.services.some(({ uptimeSeconds }) => uptimeSeconds !== undefined);
      const findings = await runChecks({
        ...machineChecks(places(), runs),
        ...cloudChecks(config, Promise.resolve(status)),
      });
      // LocalStack answers for what is deployed; when it does not, the services' own finding says so.
      if (status.services.some(({ service, state }) => service === 'localstack' && state === 'running')) {
        findings.push(...(await runChecks({ deployment: async () => runChecks(await deploymentChecks(config)) })));
      }
      const isWell = findings.every(({ level }) => level !== 'error');
      output.result({ isWell, findings }, () => findingsText(findings));
      return isWell ? exitCodes.ok : exitCodes.failed;
    }),
  );
}
