import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder, readIfThere, replaceFile } from '../../durable-files.ts';
import { type MappingConfiguration, readSettings } from '../index.ts';
import { parseArn } from './arn.ts';
import { type Log, problem } from './log.ts';
import { createMapping, type Mapping, type MappingStatus, type MappingWorld, type Wanted } from './mapping.ts';
import { openProgress } from './storage/progress.ts';

/** A mapping as LocalStack tells of it. */
export interface Definition {
  /** `EventSourceMappingConfiguration`. https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html */
  readonly configuration: MappingConfiguration;
  /** The function's execution role. */
  readonly roleArn: string;
  readonly enabled: boolean;
}

/** All mappings that are known here; each is a folder with its definition and its progress. */
export interface Mappings {
  /**
   * Makes or changes a mapping. It is kept on disk when this resolves.
   * @throws {InvalidMappingError} for settings that AWS refuses
   * @throws {RangeError} without the function's ARN
   */
  put(uuid: string, definition: Definition): Promise<MappingStatus>;
  /** Forgets a mapping and its positions; unknown ones are fine. Resolves when its last invocation is over. */
  remove(uuid: string): Promise<void>;
  /** Forgets all but these. */
  keep(uuids: readonly string[]): Promise<void>;
  get(uuid: string): Mapping | undefined;
  all(): Mapping[];
  /** Stops all; they begin again where they are at the next start. */
  stop(): Promise<void>;
}

const definitionFile = 'mapping.json';

/** Opens the folder of mappings and begins to work on them. One that cannot be read is logged and left as it is. */
export async function openMappings(
  folder: string,
  world: (uuid: string) => Omit<MappingWorld, 'progress'>,
  log: Log,
): Promise<Mappings> {
  const known = new Map<string, Mapping>();
  const leaving = new Map<string, Promise<void>>();
  let changing: Promise<unknown> = Promise.resolve();

  /** Changes of what is known follow one another. */
  function inTurn<T>(change: () => Promise<T>): Promise<T> {
    const done = changing.then(change);
    changing = done.catch(() => undefined);
    return done;
  }

  async function begin(uuid: string, definition: Definition, isNew: boolean): Promise<Mapping> {
    const progress = await openProgress(path.join(folder, uuid, 'progress.json'), (error) =>
      log.warn('positions cannot be stored; trying on', { mapping: uuid, problem: problem(error) }),
    );
    const mapping = createMapping(uuid, wantedOf(definition), isNew, { ...world(uuid), progress });
    known.set(uuid, mapping);
    return mapping;
  }

  async function put(uuid: string, definition: Definition): Promise<MappingStatus> {
    const wanted = wantedOf(definition);
    await replaceFile(path.join(folder, uuid, definitionFile), `${JSON.stringify(definition)}\n`);
    const mapping = known.get(uuid) ?? (await begin(uuid, definition, true));
    mapping.change(wanted);
    log.info('told of a mapping', { mapping: uuid, enabled: definition.enabled, state: mapping.status().state });
    return mapping.status();
  }

  /** Waits for the mapping's last invocation, which may take its time: other changes go on meanwhile. */
  function remove(uuid: string): Promise<void> {
    const begun = leaving.get(uuid);
    if (begun) return begun;
    const going = inTurn(async () => known.get(uuid))
      .then((mapping) => forget(uuid, mapping))
      .finally(() => leaving.delete(uuid));
    leaving.set(uuid, going);
    return going;
  }

  async function forget(uuid: string, mapping: Mapping | undefined): Promise<void> {
    // First the definition: without it, a crash leaves nothing that would be begun again.
    await rm(path.join(folder, uuid, definitionFile), { force: true });
    await mapping?.remove();
    known.delete(uuid);
    await rm(path.join(folder, uuid), { recursive: true, force: true });
    if (mapping) log.info('dropped a mapping', { mapping: uuid });
  }

  function dropSoon(uuid: string): void {
    remove(uuid).catch((error: unknown) =>
      log.warn('a mapping cannot be dropped', { mapping: uuid, problem: problem(error) }),
    );
  }

  async function load(uuid: string): Promise<void> {
    const text = await readIfThere(path.join(folder, uuid, definitionFile));
    if (text === undefined) return rm(path.join(folder, uuid), { recursive: true, force: true });
    await begin(uuid, JSON.parse(text) as Definition, false);
  }

  await makeFolder(folder);
  for (const uuid of await readdir(folder)) {
    await load(uuid).catch((error: unknown) =>
      log.warn('a mapping cannot be read', { mapping: uuid, problem: problem(error) }),
    );
  }
  return {
    async put(uuid, definition) {
      // One that is told again while it goes begins anew when it is gone.
      await leaving.get(uuid);
      return inTurn(() => put(uuid, definition));
    },
    remove,
    keep: (uuids) =>
      inTurn(async () => {
        for (const uuid of known.keys()) if (!uuids.includes(uuid)) dropSoon(uuid);
      }),
    get: (uuid) => known.get(uuid),
    all: () => [...known.values()],
    async stop() {
      await Promise.all([...known.values()].map((mapping) => mapping.stop()));
    },
  };
}

function wantedOf({ configuration, roleArn, enabled }: Definition): Wanted {
  const settings = readSettings(configuration);
  // A mapping without a function could not even be begun.
  parseArn(settings.functionArn);
  return { settings, roleArn, enabled };
}
