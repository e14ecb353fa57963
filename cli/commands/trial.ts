import { type Command, Option } from 'commander';
import { namesOf } from '../../core/names.ts';
import { action, type CommandContext, command } from '../command.ts';
import { requireServices } from '../deployment.ts';
import { exitCodes, UserError } from '../errors.ts';
import { coloured } from '../output.ts';
import { useStage } from '../stage.ts';
import { awsTarget, callerIdentity } from '../target/aws-target.ts';
import { localTarget } from '../target/local-target.ts';
import type { Target } from '../target/target.ts';
import { explained } from '../trial/bounded.ts';
import { confirmed } from '../trial/confirm.ts';
import { trialCost } from '../trial/cost.ts';
import { stillTagged } from '../trial/leftovers.ts';
import { removeStage } from '../trial/remove.ts';
import { TRIAL_PREFIX, trialSteps } from '../trial/steps.ts';
import { isGood, resultLine, verdictText } from '../trial/text.ts';
import { runTrial } from '../trial/trial.ts';
import { durationOption, numberIn } from '../values.ts';

interface TrialOptions {
  readonly local?: boolean;
  readonly yes?: boolean;
  readonly keep?: boolean;
  readonly remove?: boolean;
  readonly region?: string;
  readonly profile?: string;
  readonly rate: number;
  readonly for: number;
}

/** `caudal trial`: of all commands the one that may reach an account of AWS. */
export function create(): Command {
  return command('trial', 'prove a deployment on an account of AWS in ten minutes: deploy, use, look, remove', [
    'trial --profile sandbox --region us-east-1',
    'trial --yes --json | tail -n 1       # in CI',
    'trial --keep                         # leave stage "trial" there, to look around',
    'trial --remove                       # remove what a kept or broken trial has left',
    'trial --local                        # the same against the local cloud, which runs already',
  ])
    .option('--local', 'against the local cloud, which has to run')
    .addOption(
      new Option('--region <region>', 'region of AWS (default: as the shell and profile have it)').conflicts('local'),
    )
    .addOption(new Option('--profile <name>', 'profile of ~/.aws (default: as the shell has it)').conflicts('local'))
    .option('--yes', 'do not ask whether the account is the right one')
    .addOption(new Option('--keep', 'leave the stage there').conflicts('remove'))
    .option('--remove', 'only remove stage "trial" and all data in it')
    .option('--rate <events>', 'events a second, 1 to 200', numberIn(1, 200), 20)
    .addOption(
      durationOption('--for <duration>', 'how long events are sent', { fallback: '30s', least: '1s', most: '2m' }),
    )
    .action(action(run));
}

async function run(context: CommandContext, options: TrialOptions): Promise<number | undefined> {
  const { output, signal } = context;
  useStage({ prefix: TRIAL_PREFIX });
  const target = await targetOf(context, options);
  target.use();
  const { account, arn } = await callerIdentity().catch((cause: unknown) => {
    throw new UserError(explained(cause), { cause });
  });
  const where = target.kind === 'local' ? 'the local cloud' : `account ${account}, region ${target.region}, as ${arn}`;
  const does = options.remove ? 'removes' : options.keep ? 'makes' : 'makes and removes';
  output.progress(`The trial ${does} stage "${TRIAL_PREFIX}" in ${where}.`);
  if (target.kind === 'aws' && !options.yes && !(await confirmed('Is that the right account?', signal)))
    return exitCodes.failed;

  const tell = { line: (text: string) => output.progress(`         … ${text}`) };
  if (options.remove) {
    await removeStage(namesOf(TRIAL_PREFIX), tell.line, signal);
    output.result({ removed: TRIAL_PREFIX }, () => `Stage "${TRIAL_PREFIX}" is gone.`);
    return undefined;
  }
  const load = { eventsPerSecond: options.rate, durationSeconds: options.for / 1000 };
  const result = await runTrial(
    {
      ...trialSteps(target, load, tell),
      onBegin: (name) => output.transient(`${coloured('dim', '…')}        ${name}`),
      onResult(one) {
        output.endTransient();
        if (output.json) output.progress(resultLine(one));
        else output.line(resultLine(one));
      },
    },
    { keep: options.keep === true, signal },
  );
  const listed = target.kind === 'aws' && !result.kept ? await stillTagged(namesOf(TRIAL_PREFIX)).catch(() => []) : [];
  const costUsd =
    result.livedSeconds > 0 ? await trialCost(target.templates, load, result.livedSeconds).catch(() => 0) : 0;
  const removal = `./caudal trial${target.flags} --remove`;
  output.result({ account, region: target.region, target: target.kind, ...result, listed, costUsd }, () =>
    ['', verdictText(result, removal), costText(target, result.livedSeconds, costUsd), ...listedText(listed)].join(
      '\n',
    ),
  );
  if (result.interrupted) return exitCodes.interrupted;
  return isGood(result) ? exitCodes.ok : exitCodes.failed;
}

async function targetOf({ config }: CommandContext, options: TrialOptions): Promise<Target> {
  if (!options.local) return awsTarget(config, options);
  await requireServices(config);
  return localTarget(config);
}

function costText({ kind }: Target, livedSeconds: number, usd: number): string {
  const lived = `It lived for ${livedSeconds} s`;
  const price = `about ${usd.toFixed(2)} USD at the prices of us-east-1 (docs/cost.md)`;
  return kind === 'local' ? `${lived}, which on AWS costs ${price}.` : `${lived}, and cost ${price}.`;
}

/** What AWS still lists by tag is most often gone; the list forgets late. */
function listedText(arns: readonly string[]): string[] {
  return arns.length === 0
    ? []
    : [`Still listed by the tags project=caudal, stage=${TRIAL_PREFIX}: ${arns.join(', ')}`];
}
