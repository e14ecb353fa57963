import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { contextOption } from '../../../cli/context-option.ts';
import { contextKeys } from '../../../infra/context-keys.ts';
import { pipelines } from '../../../pipelines/index.ts';
import { orders, people } from '../../infra/support/pulling.ts';

function parse(...args: string[]): { context?: string[] } {
  const command = new Command()
    .addOption(contextOption([...pipelines, people, orders]))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  return command.parse(args, { from: 'user' }).opts();
}

describe('--context', () => {
  it('may be given again, and keeps what it was given', () => {
    expect(parse('-c', 'alertEmail=a@b.c,d@e.f', '--context', 'alertWebhookSecret=caudal/slack=x')).toEqual({
      context: ['alertEmail=a@b.c,d@e.f', 'alertWebhookSecret=caudal/slack=x'],
    });
    expect(parse()).toEqual({});
  });

  it.each([
    ['alertEmail', `Write <key>=<value>, one of ${Object.keys(contextKeys).join(', ')}, `],
    ['alertEmail=', 'Write <key>=<value>'],
    ['=x', 'There is no key "". The keys are'],
    ['email=x', `There is no key "email". The keys are ${Object.keys(contextKeys).join(', ')}, `],
    ['people.secret=x', 'people.every, people.url, people.count, orders.every, orders.secret.'],
    ['people.every=30s', 'Context "people.every" must be a whole number of minutes, hours or days from 1m to 1d'],
    ['people.count=0', 'Context "people.count" must be a whole number from 1 to 5000 (received 0)'],
    ['people.url=people.example', 'Context "people.url" must be a whole address'],
    ['orders.secret=a b', 'Context "orders.secret" must be the name of a secret'],
    ['toString=x', 'There is no key "toString".'],
    ['sensors.mode=serverless', 'Context "sensors.mode" must be provisioned or on-demand (received "serverless")'],
    ['sensors.shards=0', 'Context "sensors.shards" must be a whole number from 1 to 500 (received 0)'],
    ['sensors.shards=two', 'Context "sensors.shards" must be a whole number from 1 to 500 (received "two")'],
    ['sensors.fanOut=ingest,archive', 'there are: ingest, analyze (received "archive")'],
    ['sensor.shards=2', 'There is no key "sensor.shards". The keys are'],
    ['pipelines=sensor', 'Context "pipelines" must be names of pipelines'],
    ['prefix=Dev', 'Context "prefix" must be 1 to 12 lower-case letters and digits'],
    ['retainData=yes', 'Context "retainData" must be true or false (received "yes")'],
    ['customerKey=alias/caudal', 'Context "customerKey" must be the ARN of a key'],
    ['tracing=no', 'Context "tracing" must be true or false (received "no")'],
    ['nag=1', 'Context "nag" must be true or false (received "1")'],
    ['logRetentionDays=10', 'Context "logRetentionDays" must be one of 1, 3, 5, 7, 14, '],
    ['concurrency=ingest', 'Context "concurrency" must be functions with a number from 1 to 1000'],
    [
      'alertEmail=a@b.c,nobody',
      'Context "alertEmail" must be e-mail addresses, separated by commas (received "nobody")',
    ],
    ['alertWebhookSecret=https://example.org/x', 'Context "alertWebhookSecret" must be the name of a secret'],
  ])('refuses %s in words', (text, words) => {
    expect(() => parse('-c', text)).toThrow(words);
  });

  it('refuses a key that is given twice', () => {
    expect(() => parse('-c', 'retainData=true', '-c', 'retainData=false')).toThrow(
      'The key "retainData" is given twice.',
    );
  });

  it('takes what the stream of a pipeline is to be, and says it once in the help', () => {
    expect(parse('-c', 'posts.mode=on-demand', '-c', 'sensors.shards=6', '-c', 'sensors.fanOut=all')).toEqual({
      context: ['posts.mode=on-demand', 'sensors.shards=6', 'sensors.fanOut=all'],
    });
    expect(contextOption().description).toMatch(/<pipeline>\.mode: .*<pipeline>\.shards: .*<pipeline>\.fanOut: /);
    expect(contextOption().description).not.toContain('sensors.mode');
  });

  it('says in the help that it counts for one deployment, and what each key is for', () => {
    expect(contextOption().description).toMatch(
      /for this deployment alone.*retainData: .*alertEmail: .*alertWebhookSecret: /,
    );
  });
});
