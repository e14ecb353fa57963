// @ts-check
// `caudal doctor` before set-up: the checks of the machine alone, on plain Node 20.11, with nothing installed.
//   node localstack/doctor.mjs [--json]
// Exit codes: 0 nothing must be mended, 1 something must, 2 typed wrongly.
import { nodeMissing } from './setup/node-version.mjs';

const missing = nodeMissing(process.version);
const args = process.argv.slice(2).filter((argument) => argument !== 'doctor');
const unknown = args.find((argument) => argument !== '--json');
if (missing !== undefined || unknown !== undefined) {
  process.stderr.write(`caudal doctor: ${missing ?? `unknown option ${unknown}; there is --json alone`}\n`);
  process.exitCode = missing === undefined ? 2 : 1;
} else {
  // Only now: an older Node cannot even load them.
  const [{ findingsText, runChecks }, { machineChecks }, { places }] = await Promise.all([
    import('./doctor/finding.mjs'),
    import('./doctor/machine/index.mjs'),
    import('./setup/places.mjs'),
  ]);
  const findings = await runChecks(machineChecks(places(), false));
  const isWell = findings.every(({ level }) => level !== 'error');
  const note = 'Of the cloud nothing is known before set-up: npm start brings it, and runs the whole job.';
  process.stdout.write(
    args.includes('--json')
      ? `${JSON.stringify({ isWell, findings, note })}\n`
      : `${findingsText(findings)}\n${note}\n`,
  );
  process.exitCode = isWell ? 0 : 1;
}
