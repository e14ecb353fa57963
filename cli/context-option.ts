import { InvalidArgumentError, Option } from 'commander';
import { alertRecipients } from '../infra/alert-recipients.ts';
import { type ContextKey, contextKeys } from '../infra/context-keys.ts';
import { dataRetention } from '../infra/retain-data.ts';
import { selectedPipelines } from '../infra/selected-pipelines.ts';
import { examples, pipelines } from '../pipelines/index.ts';

const pattern = /^(?<key>[^=]*)=(?<value>.+)$/s;

/** The option `-c key=value`, any number of times, checked as the CDK app does: before anything is bundled. */
export function contextOption(): Option {
  const known = Object.entries(contextKeys).map(([key, says]) => `${key}: ${says}`);
  const description = `CDK context, for this deployment alone; may be given again. ${known.join('; ')}`;
  return new Option('-c, --context <key=value>', description).argParser(
    (text: string, before: readonly string[] | undefined) => [...(before ?? []), checked(text, before ?? [])],
  );
}

function checked(text: string, before: readonly string[]): string {
  const { key = '', value } = pattern.exec(text)?.groups ?? {};
  const keys = Object.keys(contextKeys).join(', ');
  if (value === undefined) throw new InvalidArgumentError(`Write <key>=<value>, one of ${keys} (received "${text}").`);
  if (!isKnown(key)) throw new InvalidArgumentError(`There is no key "${key}". The keys are ${keys}.`);
  if (before.some((other) => other.startsWith(`${key}=`))) {
    throw new InvalidArgumentError(`The key "${key}" is given twice.`);
  }
  requireValue(key, value);
  return text;
}

function requireValue(key: ContextKey, value: string): void {
  const context = { tryGetContext: (asked: string) => (asked === key ? value : undefined) };
  try {
    selectedPipelines(context, pipelines, examples);
    dataRetention(context);
    alertRecipients(context);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

function isKnown(key: string): key is ContextKey {
  return Object.hasOwn(contextKeys, key);
}
