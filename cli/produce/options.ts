import { type Command, Option } from 'commander';
import { type ProduceRequest, ProduceRequestError, parseProduceRequest } from '../../core/producer/request.ts';
import { pipelines } from '../../pipelines/index.ts';
import { withChoices } from '../choices.ts';
import { exitCodes, UserError } from '../errors.ts';
import { durationOption, numberIn, share } from '../values.ts';

/** Options of a producer on the command line. Durations in milliseconds, shares from 0 to 1. */
export interface ProducerOptions {
  readonly rate?: number;
  readonly for?: number;
  readonly producers: number;
  readonly invalid: number;
  readonly degrading: number;
  readonly invalidKind?: string;
  readonly duplicate: number;
  readonly late: number;
  readonly outOfOrder: number;
  readonly devices?: number;
  readonly seed?: number;
  readonly retries?: number;
  readonly linger?: number;
}

/** Gives a command the options of the main job's producer. */
export function addLoadOptions(command: Command, defaults: { invalid: string; rate: string }): Command {
  const [invalid, rate] = [share(defaults.invalid), Number(defaults.rate)];
  return command
    .addOption(
      new Option('--rate <n>', 'events a second and producer, 0.1 to 5000')
        .argParser(numberIn(0.1, 5000))
        .default(rate),
    )
    .addOption(
      new Option('--invalid <share>', 'share of invalid events').argParser(share).default(invalid, defaults.invalid),
    )
    .option('--degrading <share>', 'share of the devices that degrade, up to 50% (sensors)', share, 0)
    .addOption(
      new Option('--producers <n>', 'producers at once, 1 to 20').argParser(numberIn(1, 20, 'integer')).default(1),
    );
}

/** Gives a command the further options of a producer. */
export function addFaultOptions(command: Command): Command {
  const kinds = [...new Set(pipelines.flatMap(({ generator }) => Object.keys(generator?.invalid ?? {})))];
  return command
    .addOption(withChoices(new Option('--invalid-kind <kind>', 'one kind of invalid event only'), kinds))
    .option('--duplicate <share>', 'share of events sent again with the same id', share, 0)
    .option('--late <share>', 'share of events with a time a minute to an hour back', share, 0)
    .option('--out-of-order <share>', 'share of events held back by a few places', share, 0)
    .option(
      '--devices <n>',
      'distinct devices, countries or the like, 1 to 100000 (50)',
      numberIn(1, 100_000, 'integer'),
    )
    .option(
      '--seed <n>',
      'repeats the random choices of an earlier run',
      numberIn(-(2 ** 53) + 1, 2 ** 53 - 1, 'integer'),
    )
    .option(
      '--retries <n>',
      'how often a record that was not taken is put again, 0 to 20 (3)',
      numberIn(0, 20, 'integer'),
    )
    .addOption(
      durationOption('--linger <duration>', 'how long records are gathered for a put, up to 5s (50ms)', { most: '5s' }),
    );
}

/** The request that the options ask for. @throws {UserError} naming what is out of range */
export function requestOf(pipeline: string, options: ProducerOptions, unbounded: boolean): ProduceRequest {
  const given = {
    pipeline,
    eventsPerSecond: options.rate,
    durationSeconds: options.for === undefined ? undefined : options.for / 1000,
    devices: options.devices,
    degrading: options.degrading,
    seed: options.seed,
    retries: options.retries,
    lingerMs: options.linger,
    invalidKind: options.invalidKind,
    faults: {
      invalid: options.invalid,
      duplicate: options.duplicate,
      late: options.late,
      outOfOrder: options.outOfOrder,
    },
  };
  try {
    return parseProduceRequest(JSON.parse(JSON.stringify(given)), pipelines, { unbounded });
  } catch (error) {
    if (!(error instanceof ProduceRequestError)) throw error;
    throw new UserError(error.message, { exitCode: exitCodes.usage, cause: error });
  }
}
