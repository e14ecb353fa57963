import { avroSchemaOf } from '../../core/avro/derive.ts';
import { payloadWriter } from '../../core/avro/write.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import type { PlannedRecord } from '../../core/producer/plan.ts';
import { schemaDocument } from '../../core/schema/document.ts';
import type { CloudConfig } from '../../localstack/config.ts';
import { exitCodes, UserError } from '../errors.ts';

/**
 * What puts the events of a producer into Avro: registers the schema of the pipeline, as every producer of Avro does, and writes
 * by it. An event that was made invalid is sent as it is.
 *
 * @throws {UserError} for a pipeline that takes no Avro, and where the registry does not take the schema
 */
export async function avroEncoder(
  { ports }: CloudConfig,
  pipeline: Pipeline,
): Promise<(record: PlannedRecord) => Uint8Array> {
  if (!pipeline.wire.includes('avro')) {
    throw new UserError(`${pipeline.name} takes ${pipeline.wire.join(' and ')}, no Avro`, {
      hint: `wire: ['json', 'avro'] in pipelines/${pipeline.name}.ts`,
      exitCode: exitCodes.usage,
    });
  }
  const schema = avroSchemaOf(schemaDocument(pipeline), pipeline.name);
  const id = await register(ports.registry, `${pipeline.stream.name}-value`, JSON.stringify(schema));
  const write = payloadWriter(id, schema);
  return ({ payload, fault }) =>
    fault?.startsWith('invalid:') ? payload : write(JSON.parse(Buffer.from(payload).toString('utf8')));
}

async function register(port: number, subject: string, schema: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/subjects/${encodeURIComponent(subject)}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema }),
  });
  const answer = (await response.json()) as { readonly id?: number; readonly message?: string };
  if (response.ok && answer.id !== undefined) return answer.id;
  throw new UserError(`The registry does not take the schema of ${subject}: ${answer.message}`);
}
