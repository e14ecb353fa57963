import { Argument, Command, CommanderError } from 'commander';
import { withChoices } from '../cli/choices.ts';
import { action } from '../cli/command.ts';
import { exitCodes } from '../cli/errors.ts';
import { coloured } from '../cli/output.ts';
import type { Task } from './task.ts';
import { tasks } from './tasks.ts';
import { differences } from './train/agreement.ts';
import { readModel, writeTrained } from './train/files.ts';
import { shortfalls } from './train/shortfalls.ts';
import { figuresText } from './train/text.ts';
import { train } from './train/train.ts';

const names = tasks.map(({ name }) => name);

/** Trains one model, and writes it unless it is only checked. */
async function trained(task: Task, check: boolean, signal: AbortSignal) {
  const committed = await readModel(task);
  const { model: fresh, vectors } = await train(task, signal);
  const changes = committed ? differences(committed, fresh) : ['there is no committed model'];
  // Other held-out rows make other figures, and no other scores.
  const scoresDiffer = changes.some((change) => !change.startsWith('training'));
  const version = committed ? committed.version + Number(scoresDiffer && !check) : 1;
  const model = { ...fresh, version };
  const short = shortfalls(model.training.heldOut.figures, task.goals);
  // What falls short is not worth a deployment, and what is the same already is left as it is.
  const written = !check && short.length === 0 && changes.length > 0;
  if (written) await writeTrained(task, model, vectors);
  return {
    name: task.name,
    file: task.file,
    version,
    training: model.training,
    shortfalls: short,
    changes,
    written,
    model,
  };
}

type Outcome = Awaited<ReturnType<typeof trained>>;

function textOf(task: Task, { model, shortfalls: short, changes, written }: Outcome, check: boolean): string {
  const kept = check ? `${task.file} is reproduced` : `${task.file} is as it was`;
  return [
    figuresText(task, model),
    '',
    ...short.map((text) => coloured('red', `falls short: ${text}`)),
    ...(check ? changes.map((text) => coloured('red', `differs from ${task.file}: ${text}`)) : []),
    ...(written ? [`written to ${task.file}, as version ${model.version}`] : []),
    ...(changes.length === 0 ? [kept] : []),
  ].join('\n');
}

const program = new Command('npm run train --')
  .description(
    'Trains models on generated, labelled data, prints how good they are on what was held out, and writes them as data for ' +
      'the functions. Ends with 1 where the figures fall short. See docs/models.md.',
  )
  .addArgument(withChoices(new Argument('[model]', `one of: ${names.join(', ')}; all where none is named`), names))
  .option('--check', 'write nothing; end with 1 unless the training gives the committed model', false)
  .option('--json', 'print one JSON document on stdout and nothing else')
  .addHelpText('after', '\nExamples:\n  $ npm run train\n  $ npm run train failure\n  $ npm run train fraud -- --check')
  .exitOverride()
  .action(
    action(async ({ output, signal }, name: string | undefined, { check }: { check: boolean }) => {
      const outcomes: Outcome[] = [];
      for (const task of tasks.filter((one) => name === undefined || one.name === name)) {
        output.progress(`Training ${task.name} …`);
        const outcome = await trained(task, check, signal);
        output.line(`${textOf(task, outcome, check)}\n`);
        outcomes.push(outcome);
      }
      const document = outcomes.map(({ model, ...outcome }) => outcome);
      output.result({ models: document }, () => '');
      const isWell = outcomes.every((one) => one.shortfalls.length === 0 && (!check || one.changes.length === 0));
      return isWell ? exitCodes.ok : exitCodes.failed;
    }),
  );

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
}
