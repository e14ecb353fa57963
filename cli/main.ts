import { Command, CommanderError } from 'commander';
import { exitCodes } from './errors.ts';
import { Output } from './output.ts';

type Load = () => Promise<{ create(): Command }>;

/** The commands by what they are for, in the order in which `--help` lists them. */
const groups: Readonly<Record<string, Readonly<Record<string, Load>>>> = {
  'The whole job:': {
    run: () => import('./commands/run.ts'),
    trial: () => import('./commands/trial.ts'),
  },
  'The local cloud:': {
    up: () => import('./commands/up.ts'),
    down: () => import('./commands/down.ts'),
    status: () => import('./commands/status.ts'),
    doctor: () => import('./commands/doctor.ts'),
    logs: () => import('./commands/logs.ts'),
    reset: () => import('./commands/reset.ts'),
  },
  'Pipelines:': {
    new: () => import('./commands/new.ts'),
    deploy: () => import('./commands/deploy.ts'),
    dev: () => import('./commands/dev.ts'),
    destroy: () => import('./commands/destroy.ts'),
    stages: () => import('./commands/stages.ts'),
    schema: () => import('./commands/schema.ts'),
  },
  'Events in:': {
    produce: () => import('./commands/produce.ts'),
    send: () => import('./commands/send.ts'),
    fetch: () => import('./commands/fetch.ts'),
    messages: () => import('./commands/messages.ts'),
    pause: () => import('./commands/pause.ts'),
    resume: () => import('./commands/resume.ts'),
  },
  'What was stored:': {
    query: () => import('./commands/query.ts'),
    count: () => import('./commands/count.ts'),
    tail: () => import('./commands/tail.ts'),
    rejected: () => import('./commands/rejected.ts'),
    ledger: () => import('./commands/ledger.ts'),
  },
  'Windows and alerts:': {
    alerts: () => import('./commands/alerts.ts'),
    decisions: () => import('./commands/decisions.ts'),
    windows: () => import('./commands/windows.ts'),
    late: () => import('./commands/late.ts'),
    sweep: () => import('./commands/sweep.ts'),
  },
  'Operations:': {
    health: () => import('./commands/health.ts'),
    alarms: () => import('./commands/alarms.ts'),
    metrics: () => import('./commands/metrics.ts'),
    aws: () => import('./commands/aws.ts'),
    env: () => import('./commands/env.ts'),
  },
};

/** A mistake in a file of `pipelines/` shows here, whatever the command. */
function stopLoading(error: Error): never {
  const where = error.stack?.split('\n').find((line) => /\.ts:\d+/.test(line));
  process.stderr.write(`caudal: its own code does not load: ${error.message}\n${where ? `  ${where.trim()}\n` : ''}`);
  if (process.argv.includes('--json')) new Output({ json: true }).result({ error: error.message });
  process.exit(exitCodes.failed);
}

const program = new Command('caudal')
  .description('Real-time event pipelines on a local cloud: start it, feed it, look into it, break it.')
  .usage('<command> [options]')
  .commandsGroup('Operations:')
  .helpCommand(true)
  .enablePositionalOptions()
  .showHelpAfterError('(add --help for the options and examples)')
  .exitOverride();

// A command that is named loads alone: `caudal query` should not wait for the code of the others.
const all = Object.entries(groups).flatMap(([group, commands]) =>
  Object.entries(commands).map(([name, load]) => ({ group, name, load })),
);
const named = all.filter(({ name }) => name === process.argv[2]);
for (const { group, load } of named.length > 0 ? named : all) {
  const created = (await load().catch(stopLoading)).create();
  created.copyInheritedSettings(program);
  program.addCommand(created.helpGroup(group));
}

// `caudal query … | head -1` closes the pipe early, and that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.ok);
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  const asked = error.exitCode === 0 || error.code === 'commander.help';
  process.exitCode = asked ? exitCodes.ok : exitCodes.usage;
  if (!asked && process.argv.includes('--json')) new Output({ json: true }).result({ error: error.message });
}
