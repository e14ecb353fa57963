import type { KnownSchema, KnownSchemas } from '../../../core/avro/decode.ts';
import { compileSchema } from '../../../core/avro/schema.ts';
import { clip } from '../../../core/show.ts';
import { asError } from '../aws-errors.ts';
import { type ReadOptions, readItems } from '../state/read.ts';
import { fromSchemaItem, type SchemaItem, schemaKey } from './items.ts';

/** Schemas that are remembered, unless a batch names more; whoever uses more reads some of them again. */
const MOST_KNOWN = 1_000;
const MAX_MESSAGE = 150;

/** The schemas of the registry that payloads have named so far. A schema never changes, so it is read once. */
export class SchemaBook implements KnownSchemas {
  readonly #options: ReadOptions;
  readonly #known = new Map<number, KnownSchema>();

  constructor(options: ReadOptions) {
    this.#options = options;
  }

  get(id: number): KnownSchema | undefined {
    return this.#known.get(id);
  }

  /**
   * Reads the schemas that are not known yet, 100 a call. An id that the registry does not have is asked for again the next
   * time, since it may have it then. None of these ids is forgotten before the next call.
   *
   * @throws what DynamoDB throws; nothing is known of these ids then
   */
  async load(ids: Iterable<number>): Promise<void> {
    const wanted = new Set(ids);
    const missing = [...wanted].filter((id) => !this.#known.has(id));
    if (missing.length === 0) return;
    const items = await readItems(this.#options, missing.map(schemaKey));
    for (const id of missing) {
      const item = items.get(schemaKey(id).pk);
      if (item) this.#known.set(id, knownSchema(id, fromSchemaItem(item)));
    }
    this.#forget(wanted);
  }

  /** The oldest go, but for those that a batch is about to be judged by: what is not known here would be rejected for good. */
  #forget(wanted: ReadonlySet<number>): void {
    const spare = [...this.#known.keys()].filter((id) => !wanted.has(id));
    for (const id of spare.slice(0, Math.max(0, this.#known.size - MOST_KNOWN))) this.#known.delete(id);
  }
}

function knownSchema(id: number, { schema, registeredAt }: SchemaItem): KnownSchema {
  try {
    return { registeredAt, read: compileSchema(id, schema) };
  } catch (error) {
    return { registeredAt, read: clip(asError(error).message, MAX_MESSAGE) };
  }
}
