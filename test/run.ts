import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cloudConfig, repositoryRoot } from '../localstack/config.ts';

const usage = `Runs the test suites and ends with a line "N passed, N failed".

  npm test                    all suites but faults
  npm test -- unit infra      some of them

Suites: unit, property, infra, extension (Python), local (a local cloud of its own),
        clouds (clouds that are started, broken, deployed to; beside local, shown after it);
        faults (processes killed, under load and at rest, minutes; only by its name)
`;

const config = cloudConfig();
const results = path.join(path.dirname(config.tools), 'test-results');
const vitest = path.join(repositoryRoot, 'node_modules', 'vitest', 'vitest.mjs');
const pytest = path.join(config.tools, 'python', 'bin', 'pytest');

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Runs a command with its output shown, and gives its exit code; 1 where it can't be started.
 *
 * @param log file that takes the output @default shown at once
 */
function show(file: string, args: readonly string[], log?: string): Promise<number> {
  return new Promise((resolve) => {
    const output = log === undefined ? 'inherit' : openSync(log, 'w');
    const child = spawn(file, args, { cwd: repositoryRoot, stdio: ['inherit', output, output] });
    if (typeof output === 'number') closeSync(output);
    child.once('error', ({ message }) => {
      process.stderr.write(`${message}\n`);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Counts of a run; a run that ends badly without a failed test (a file that can't be loaded, say) counts as one failed. */
function settle(counts: Counts, exitCode: number): Counts {
  return exitCode !== 0 && counts.failed === 0 ? { passed: counts.passed, failed: 1 } : counts;
}

async function runVitest(projects: readonly string[], log?: string): Promise<Counts> {
  const report = path.join(results, `${projects.join('-')}.json`);
  const selected = projects.flatMap((project) => ['--project', project]);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const exitCode = await show(process.execPath, [vitest, 'run', ...selected, ...reporters], log);
  return settle(readCounts(report), exitCode);
}

function readCounts(report: string): Counts {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    // No report: the runner itself failed, which its exit code says.
    return { passed: 0, failed: 0 };
  }
}

async function runPytest(): Promise<Counts> {
  const report = path.join(results, 'extension.xml');
  const exitCode = await show(pytest, ['-q', `--junitxml=${report}`, 'test/extension']);
  const suite = existsSync(report) ? (/<testsuite [^>]*>/.exec(readFileSync(report, 'utf8'))?.[0] ?? '') : '';
  const count = (name: string): number => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  return settle({ passed: count('tests') - failed - count('skipped'), failed }, exitCode);
}

/** Takes down what the local suite started: it has no time for that itself when it is interrupted or killed. */
function wipeTestClouds(): void {
  const clouds = path.dirname(config.folder);
  const names = existsSync(clouds) ? readdirSync(clouds).filter((name) => name.startsWith('test')) : [];
  for (const name of names) {
    const env = { ...process.env, CAUDAL_CLOUD: name };
    spawnSync(path.join(repositoryRoot, 'caudal'), ['reset'], { env, stdio: 'ignore' });
  }
}

const vitestProjects = ['unit', 'property', 'infra'];
/** Suites that start local clouds. The last is too long for every run. */
const cloudProjects = ['local', 'clouds', 'faults'];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => ![...vitestProjects, 'extension', ...cloudProjects].includes(name));
if (unknown.length > 0) {
  process.stderr.write(`${asked.includes('--help') ? '' : `There is no suite "${unknown.join(' ')}".\n\n`}${usage}`);
  process.exit(asked.includes('--help') ? 0 : 2);
}
const wants = (name: string): boolean => (asked.length === 0 && name !== 'faults') || asked.includes(name);

// The suites get a Ctrl-C from the terminal themselves; here it must not prevent the cleaning up.
let interrupted = false;
process.on('SIGINT', () => {
  interrupted = true;
});

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const counts: Counts[] = [];
const projects = vitestProjects.filter(wants);
if (projects.length > 0) counts.push(await runVitest(projects));
if (wants('extension') && !interrupted) counts.push(await runPytest());
if (!interrupted) {
  // Much of their time is waiting, so two of them side by side take little longer than one.
  const sideBySide = wants('local') && wants('clouds');
  const log = path.join(results, 'clouds.log');
  const clouds = sideBySide ? runVitest(['clouds'], log) : undefined;
  if (wants('local')) counts.push(await runVitest(['local']));
  if (clouds) {
    process.stdout.write('\nclouds, which runs beside it …\n');
    counts.push(await clouds);
    process.stdout.write(readFileSync(log, 'utf8'));
  }
  const others = ['clouds', 'faults'].filter((name) => wants(name) && !(sideBySide && name === 'clouds'));
  for (const name of others) if (!interrupted) counts.push(await runVitest([name]));
  if (cloudProjects.some(wants)) wipeTestClouds();
}

const passed = counts.reduce((sum, each) => sum + each.passed, 0);
const failed = counts.reduce((sum, each) => sum + each.failed, 0);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = interrupted ? 130 : failed > 0 || passed === 0 ? 1 : 0;
