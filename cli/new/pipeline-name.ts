import { definePipeline } from '../../core/define-pipeline.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { exitCodes, UserError } from '../errors.ts';

/** What names are held against. */
export interface Taken {
  readonly pipelines: readonly Pipeline[];
  /** Names of the files in `pipelines/`, without `.ts`, listed or not. */
  readonly files: readonly string[];
}

const MAX_UNITS = 20;
const OPERATIONS_KEYSPACE = 'ops';

/**
 * Refuses a name that cannot be a new pipeline's, and suggests one that can.
 * @throws {UserError}
 */
export function requireFreeName(name: string, taken: Taken): void {
  const complaint = complaintAbout(name, taken);
  if (complaint === undefined) return;
  const suggestion = suggestName(name, taken);
  throw new UserError(complaint, {
    hint: suggestion ? `./caudal new pipeline ${suggestion}` : 'Such as ./caudal new pipeline greenhouse',
    exitCode: exitCodes.usage,
  });
}

function complaintAbout(name: string, { pipelines, files }: Taken): string | undefined {
  let candidate: Pipeline;
  try {
    candidate = definePipeline({ name, stream: { name: `${name}.events` } }) as Pipeline;
  } catch (error) {
    return `No pipeline can have that name: ${(error as Error).message}`;
  }
  if (pipelines.some((pipeline) => pipeline.name === name)) return `There is a pipeline "${name}" already`;
  if (files.includes(name)) return `There is a file pipelines/${name}.ts already, and nothing is written over it`;
  const { keyspace } = candidate.record.table;
  const owner = ownerOf(keyspace, pipelines);
  if (owner) return `The keyspace "${keyspace}", in which "${name}" would have its table, is that of ${owner}`;
  const reader = pipelines.find(({ stream }) => stream.name === candidate.stream.name);
  return reader && `The stream "${candidate.stream.name}" is that of the pipeline "${reader.name}"`;
}

function ownerOf(keyspace: string, pipelines: readonly Pipeline[]): string | undefined {
  if (keyspace === OPERATIONS_KEYSPACE) return 'the operations';
  const owner = pipelines.find(({ record, queries }) =>
    [record, ...queries].some(({ table }) => table.keyspace === keyspace),
  );
  return owner && `the pipeline "${owner.name}"`;
}

/** A free name as near as can be: `My Shop` → `my-shop`, a taken one gets a number. */
function suggestName(name: string, taken: Taken): string | undefined {
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '');
  const numbered = Array.from({ length: 8 }, (_, n) => `-${n + 2}`);
  return ['', '-events', ...numbered]
    .map((suffix) => `${plain.slice(0, MAX_UNITS - suffix.length).replace(/-+$/, '')}${suffix}`)
    .find((candidate) => complaintAbout(candidate, taken) === undefined);
}
