import Type, { type TObject } from 'typebox';
import { notFromTheFuture } from '../checks.ts';
import type { Pipeline } from '../pipeline.ts';
import type { PipelineDefinition } from '../pipeline-definition.ts';
import { columnReasons, type FieldColumn } from './columns.ts';
import { anyGenerator, schemaGenerator } from './generator.ts';
import { type AnyEvent, added, type Identity, idOf, ownKey, timeOf } from './identity.ts';
import { anyLatest } from './latest.ts';
import { anyNormalise, identifiedNormalise, schemaNormalise } from './normalise.ts';
import { anyRecord, schemaRecord } from './record.ts';

/** What the definition may leave out, filled in. */
type Filled<E> = Omit<Pipeline<E>, 'stream' | 'ingest' | 'wire' | 'analysis' | 'pull'>;

/**
 * Fills in what a definition leaves out: see {@link PipelineDefinition} for what with.
 * @throws {RangeError} where no table can be made of the name
 */
export function withDefaults<E>(definition: PipelineDefinition<E>): Filled<E> {
  const { name, stream, schema } = definition;
  const identity: Identity = { id: !definition.id, time: !definition.eventTime };
  const id = definition.id ?? (idOf as Pipeline<E>['id']);
  const eventTime = definition.eventTime ?? (timeOf as Pipeline<E>['eventTime']);
  const { record, fields } = recordOf(definition, { id, eventTime, identity });
  const generator = definition.generator ?? (generatorOf(definition, identity, id) as Pipeline<E>['generator']);
  return {
    name,
    description: definition.description ?? `Events of ${stream.name}`,
    schema: normalSchema(schema, identity),
    normalise: normaliseOf(definition, identity),
    check: checkOf(definition, identity, fields),
    id,
    eventTime,
    partitionKey: definition.partitionKey ?? ((event) => ownKey(event as AnyEvent) ?? id(event)),
    latest: definition.latest ?? anyLatest(definition.partitionKey),
    record,
    queries: definition.queries ?? [],
    ...(generator && { generator }),
  };
}

const FROM_POSITION = 'its place in the stream, where the event has no id of its own';
const FROM_ARRIVAL = 'its arrival in the stream, where the event has no time of its own';

/** The schema of the normal form: what normalising adds is part of it, also where it forbids further fields. */
function normalSchema(schema: TObject | undefined, identity: Identity): TObject {
  if (!schema) return Type.Object({});
  const properties = {
    ...schema.properties,
    ...(identity.id && { [added.id]: Type.Optional(Type.String({ format: 'id', description: FROM_POSITION })) }),
    ...(identity.time && {
      [added.time]: Type.Optional(Type.String({ format: 'instant', description: FROM_ARRIVAL })),
    }),
  };
  return { ...schema, properties };
}

function normaliseOf<E>({ schema, normalise }: PipelineDefinition<E>, identity: Identity): Pipeline<E>['normalise'] {
  if (normalise) return identifiedNormalise(normalise, identity);
  return schema ? schemaNormalise(schema, identity) : anyNormalise(identity);
}

function recordOf<E>(
  { name, schema, record }: PipelineDefinition<E>,
  parts: Pick<Pipeline<E>, 'id' | 'eventTime'> & { readonly identity: Identity },
): { record: Pipeline<E>['record']; fields: readonly FieldColumn[] } {
  if (record) return { record, fields: [] };
  const options = { name, ...(parts as Pick<Pipeline<AnyEvent>, 'id' | 'eventTime'> & { identity: Identity }) };
  if (!schema) return { record: anyRecord(options) as unknown as Pipeline<E>['record'], fields: [] };
  const { fields, ...made } = schemaRecord(schema, options);
  return { record: made as unknown as Pipeline<E>['record'], fields };
}

function checkOf<E>(
  { schema, check }: PipelineDefinition<E>,
  identity: Identity,
  fields: readonly FieldColumn[],
): Pipeline<E>['check'] {
  const own = check ?? (schema && identity.time ? futureCheck : () => []);
  if (fields.length === 0) return own;
  return (event, context) => [...columnReasons(fields, event as AnyEvent), ...own(event, context)];
}

const futureCheck: Pipeline['check'] = (event, context) =>
  notFromTheFuture('event time', new Date(timeOf(event as AnyEvent)).toISOString(), context);

/** Without a schema nobody knows the fields that the author's own functions ask for. */
function generatorOf<E>(definition: PipelineDefinition<E>, identity: Identity, id: Pipeline<E>['id']) {
  const { schema, normalise, partitionKey } = definition;
  if (schema) return schemaGenerator(schema, identity, id as Pipeline<AnyEvent>['id']);
  return normalise || partitionKey || !identity.id || !identity.time ? undefined : anyGenerator();
}
