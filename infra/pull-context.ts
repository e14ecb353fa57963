import type { Node } from 'constructs';
import type { PullTarget } from '../core/environment.ts';
import { namesOf } from '../core/names.ts';
import type { Pipeline } from '../core/pipeline.ts';
import { intervalMinutes } from '../core/pull/interval.ts';
import type { PullSource } from '../core/pull/pull-source.ts';
import { requirePullUrl } from '../core/pull/pull-url.ts';
import { wholeText } from '../core/settings.ts';
import { stagePrefix } from './stage.ts';

/** A pipeline as far as its source goes. */
type Pulling = Pick<Pipeline, 'name' | 'pull'>;

type Setting = 'every' | 'url' | 'count' | 'secret';

/** What may be set of a source of each kind, and what it says. */
const settings: Readonly<Record<PullSource['kind'], Partial<Readonly<Record<Setting, string>>>>> = {
  http: { every: 'how often it fetches, from 1m to 1d', url: 'the address it fetches from', count: 'records a run' },
  sql: { every: 'how often it fetches, from 1m to 1d', secret: 'name of the secret with the database {"url"}' },
};

/** The context keys of the sources of pipelines, such as `users.every`, and what each says. */
export function pullContextKeys(pipelines: readonly Pulling[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pipelines.flatMap(({ name, pull }) =>
      Object.entries(pull ? settings[pull.kind] : {}).map(([setting, says]) => [`${name}.${setting}`, says]),
    ),
  );
}

/**
 * How a deployment wants a pipeline's source to be read: as the pipeline declares it, but for what the context keys
 * `<pipeline>.every`, `.url`, `.count` (HTTP) and `.secret` (SQL) say. What a deployment is not given, it takes away again.
 *
 * @throws {RangeError} naming the key, its range and the value received
 */
export function pullTarget(node: Pick<Node, 'tryGetContext'>, name: string, pull: PullSource): PullTarget {
  const given = (setting: Setting): string | undefined => {
    const value: unknown = node.tryGetContext(`${name}.${setting}`);
    return value === undefined ? undefined : String(value);
  };
  const every = given('every') ?? pull.every;
  intervalMinutes(`Context "${name}.every"`, every);
  if (pull.kind === 'sql')
    return { every, secret: secretName(name, given('secret'), namesOf(stagePrefix(node)).databaseSecret(name)) };
  const url = given('url');
  if (url !== undefined) requirePullUrl(`Context "${name}.url"`, url);
  const count = given('count');
  return {
    every,
    ...(url !== undefined && { url }),
    ...(count !== undefined && { count: wholeText(`Context "${name}.count"`, count, 1, pull.count.most) }),
  };
}

function secretName(pipeline: string, given: string | undefined, databaseSecret: string): string {
  const name = given ?? databaseSecret;
  if (/^[A-Za-z0-9/_+=.@-]{1,512}$/.test(name)) return name;
  // What is no name may be the address itself, which is not shown.
  throw new RangeError(
    `Context "${pipeline}.secret" must be the name of a secret: 1 to 512 letters, digits and /_+=.@- (not its ARN, not an address)`,
  );
}
