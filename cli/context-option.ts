import { InvalidArgumentError, Option } from 'commander';
import { didYouMean } from '../core/did-you-mean.ts';
import type { Pipeline } from '../core/pipeline.ts';
import { alarmsWanted } from '../infra/alarms-wanted.ts';
import { alertRecipients } from '../infra/alert-recipients.ts';
import { reservedConcurrencies } from '../infra/concurrency.ts';
import { contextKeys } from '../infra/context-keys.ts';
import { customerKeyArn } from '../infra/customer-key.ts';
import { logRetention } from '../infra/log-retention.ts';
import { pullContextKeys, pullTarget } from '../infra/pull-context.ts';
import { dataRetention } from '../infra/retain-data.ts';
import { selectedPipelines } from '../infra/selected-pipelines.ts';
import { stagePrefix } from '../infra/stage.ts';
import { capacityContext, fanOutConsumers, streamContextKeys } from '../infra/stream-context.ts';
import { tracing } from '../infra/tracing.ts';
import { trueOrFalse } from '../infra/true-or-false.ts';
import { examples, pipelines } from '../pipelines/index.ts';
import { consumersOf } from './consumers.ts';

const pattern = /^(?<key>[^=]*)=(?<value>.+)$/s;

/**
 * The option `-c key=value`, any number of times, checked as the CDK app does: before anything is bundled.
 *
 * @param declared all pipelines there are @default those of `pipelines/`
 */
export function contextOption(declared: readonly Pipeline[] = pipelines): Option {
  const keys = { ...contextKeys, ...streamContextKeys(declared), ...pullContextKeys(declared) };
  // What each pipeline has is named once.
  const named = { ...contextKeys, ...streamContextKeys([{ name: '<pipeline>' }]), ...pullContextKeys(declared) };
  const known = Object.entries(named).map(([key, says]) => `${key}: ${says}`);
  const description = `CDK context, for this deployment alone; may be given again. ${known.join('; ')}`;
  return new Option('-c, --context <key=value>', description).argParser(
    (text: string, before: readonly string[] | undefined) => {
      const { key, value } = split(text, keys, Object.keys(named), before ?? []);
      requireValue(key, value, declared);
      return [...(before ?? []), text];
    },
  );
}

function split(
  text: string,
  known: Readonly<Record<string, string>>,
  named: readonly string[],
  before: readonly string[],
): { readonly key: string; readonly value: string } {
  const { key = '', value } = pattern.exec(text)?.groups ?? {};
  const keys = named.join(', ');
  if (value === undefined) throw new InvalidArgumentError(`Write <key>=<value>, one of ${keys} (received "${text}").`);
  if (!Object.hasOwn(known, key))
    throw new InvalidArgumentError(
      `There is no key "${key}". The keys are ${keys}.${didYouMean(key, Object.keys(known))}`,
    );
  if (before.some((other) => other.startsWith(`${key}=`))) {
    throw new InvalidArgumentError(`The key "${key}" is given twice.`);
  }
  return { key, value };
}

function requireValue(key: string, value: string, declared: readonly Pipeline[]): void {
  const context = { tryGetContext: (asked: string) => (asked === key ? value : undefined) };
  try {
    selectedPipelines(context, declared, examples);
    stagePrefix(context);
    dataRetention(context);
    alertRecipients(context);
    customerKeyArn(context);
    tracing(context);
    trueOrFalse(context, 'nag', false);
    logRetention(context);
    reservedConcurrencies(context);
    alarmsWanted(context);
    for (const { name, pull } of declared) if (pull) pullTarget(context, name, pull);
    for (const pipeline of declared) {
      capacityContext(context, pipeline.name);
      fanOutConsumers(context, pipeline.name, consumersOf(pipeline));
    }
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}
