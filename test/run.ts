import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { didYouMean } from '../core/did-you-mean.ts';
import { cloudConfig, repositoryRoot } from '../localstack/config.ts';
import { type Counts, junitCounts, settle, vitestCounts } from './runner/counts.ts';
import { type Lane, runLanes } from './runner/lanes.ts';

const usage = `Runs the test suites and ends with a line "N passed, N failed".

  npm test                    all suites but guides and faults
  npm test -- unit infra      some of them

Suites: unit, property, infra, extension (Python),
        local (on two local clouds of its own, half of the files on each),
        clouds (clouds that are started, broken, deployed to);
        local and clouds run side by side and are shown one after the other;
        guides (the guides, stages and the trial, played on clouds of their own),
        faults (processes killed, under load and at rest): minutes, only by their names
`;

const config = cloudConfig();
const results = path.join(path.dirname(config.tools), 'test-results');
const vitest = path.join(repositoryRoot, 'node_modules', 'vitest', 'vitest.mjs');
const pytest = path.join(config.tools, 'python', 'bin', 'pytest');

interface ShowOptions {
  /** File that takes the output. @default shown at once */
  readonly log?: string | undefined;
  /** Further variables. @default none */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command with its output shown, and gives its exit code; 1 where it can't be started. */
function show(file: string, args: readonly string[], { log, env }: ShowOptions = {}): Promise<number> {
  return new Promise((resolve) => {
    const output = log === undefined ? 'inherit' : openSync(log, 'w');
    const child = spawn(file, args, {
      cwd: repositoryRoot,
      env: { ...process.env, ...env },
      stdio: ['inherit', output, output],
    });
    if (typeof output === 'number') closeSync(output);
    child.once('error', ({ message }) => {
      process.stderr.write(`${message}\n`);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

async function runVitest(name: string, args: readonly string[], log?: string, lane = 0): Promise<Counts> {
  const report = path.join(results, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const env = { CAUDAL_TEST_LANE: String(lane) };
  const exitCode = await show(process.execPath, [vitest, 'run', ...args, ...reporters], { log, env });
  return settle(vitestCounts(report), exitCode);
}

async function runPytest(): Promise<Counts> {
  const report = path.join(results, 'extension.xml');
  const exitCode = await show(pytest, ['-q', `--junitxml=${report}`, 'test/extension']);
  return settle(junitCounts(report), exitCode);
}

function lane(name: string, project: string, ...args: readonly string[]): Lane {
  return { name, run: (log, index) => runVitest(name, ['--project', project, ...args], log, index) };
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
/** Suites that start local clouds. */
const cloudProjects = ['local', 'clouds', 'guides', 'faults'];
/** Suites that are too long for every run. */
const byNameOnly = ['guides', 'faults'];
const asked = process.argv.slice(2);
const suites = [...vitestProjects, 'extension', ...cloudProjects];
const unknown = asked.filter((name) => !suites.includes(name));
if (unknown.length > 0) {
  const complaints = unknown.map((name) => `There is no suite "${name}".${didYouMean(name, suites)}\n`);
  process.stderr.write(asked.includes('--help') ? usage : `${complaints.join('')}\n${usage}`);
  process.exit(asked.includes('--help') ? 0 : 2);
}
const wants = (name: string): boolean => (asked.length === 0 && !byNameOnly.includes(name)) || asked.includes(name);

// The suites get a Ctrl-C from the terminal themselves; here it must not prevent the cleaning up.
let interrupted = false;
process.on('SIGINT', () => {
  interrupted = true;
});

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const counts: Counts[] = [];
const projects = vitestProjects.filter(wants);
if (projects.length > 0) {
  const selected = projects.flatMap((project) => ['--project', project]);
  // By itself Vitest leaves one core free, which is half of a machine of two.
  counts.push(await runVitest(projects.join('-'), [...selected, '--maxWorkers=100%']));
}
if (wants('extension') && !interrupted) counts.push(await runPytest());
const beside = [
  ...(wants('local') ? [lane('local-1', 'local', '--shard=1/2'), lane('local-2', 'local', '--shard=2/2')] : []),
  ...(wants('clouds') ? [lane('clouds', 'clouds')] : []),
];
if (!interrupted) counts.push(...(await runLanes(beside, results)));
for (const name of byNameOnly.filter(wants)) {
  if (!interrupted) counts.push(await runVitest(name, ['--project', name]));
}
if (cloudProjects.some(wants)) wipeTestClouds();

const passed = counts.reduce((sum, each) => sum + each.passed, 0);
const failed = counts.reduce((sum, each) => sum + each.failed, 0);
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = interrupted ? 130 : failed > 0 || passed === 0 ? 1 : 0;
