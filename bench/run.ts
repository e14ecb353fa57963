import { Argument, Command, CommanderError } from 'commander';
import { action } from '../cli/command.ts';
import { exitCodes, UserError } from '../cli/errors.ts';
import { table } from '../cli/output.ts';
import { didYouMean } from '../core/did-you-mean.ts';
import { benches } from './benches.ts';

const program = new Command('npm run bench --')
  .description('Measures a part of the local cloud. Starts what it needs, and removes it again.')
  .addArgument(new Argument('[name]', `one of: ${Object.keys(benches).join(', ')}`))
  .option('--json', 'print one JSON document on stdout and nothing else')
  .addHelpText(
    'after',
    '\nExamples:\n  $ npm run bench\n  $ npm run bench kinesis\n  $ npm run --silent bench kinesis -- --json',
  )
  .exitOverride()
  .action(
    action(async ({ output, signal }, name: string | undefined) => {
      const list = Object.entries(benches).map(([title, { summary, seconds }]) => ({ name: title, summary, seconds }));
      if (name === undefined) {
        output.result(list, () =>
          table(
            ['name', 'takes', 'measures'],
            list.map(({ name, seconds, summary }) => [name, `${seconds} s`, summary]),
          ),
        );
        return;
      }
      const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
      if (bench === undefined) {
        const known = Object.keys(benches);
        throw new UserError(`There is no bench "${name}".${didYouMean(name, known)}`, {
          hint: `one of: ${known.join(', ')}`,
          exitCode: exitCodes.usage,
        });
      }
      const { document, text } = await bench.run({ output, signal });
      output.result(document, () => text);
    }),
  );

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
}
