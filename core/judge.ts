import { Compile } from 'typebox/compile';
import { type Decode, decode as decodeJson } from './decode.ts';
import { registerFormats } from './formats.ts';
import { nameOf } from './masking/quiet.ts';
import type { Pipeline } from './pipeline.ts';
import type { Reason } from './reason.ts';
import { createUpcast } from './schema/upcast.ts';
import { schemaReasons } from './schema-reasons.ts';
import { clip, show } from './show.ts';
import type { SourceRecord } from './source.ts';
import type { AcceptedRecord, RejectedRecord } from './store.ts';

/** What was decided of a record. The same record is judged the same for ever: no clock is read. */
export type Judgement<E> = { readonly accepted: AcceptedRecord<E> } | { readonly rejected: RejectedRecord };

const MAX_REASONS = 20;
const MAX_MESSAGE = 300;

/**
 * Compiles the pipeline's judge: decode → upcasts → normalise → schema → rules. What is judged is the normalised value.
 * The judge never throws: whatever is thrown over a record is the reason `internal` against that one record. It gives all
 * reasons, at most 20, each of at most 300 characters.
 *
 * @param decode @default payloads are JSON
 * @throws {Error} when the pipeline's schema can't be compiled
 */
export function createJudge<E>(
  pipeline: Pipeline<E>,
  decode: Decode = decodeJson,
): (record: SourceRecord) => Judgement<E> {
  registerFormats();
  const validator = Compile(pipeline.schema);
  const explain = schemaReasons(pipeline.schema, pipeline.personal);
  const isPersonal = (pipeline.personal ?? []).length > 0;
  const upcast = createUpcast(pipeline);

  function judge(record: SourceRecord): Judgement<E> {
    const decoded = decode(record);
    if ('reason' in decoded) return reject(record, [isPersonal ? withheld(decoded.reason) : decoded.reason]);
    const raw = upcast(decoded.value);
    if ('reason' in raw) return reject(record, [raw.reason]);
    const normal = pipeline.normalise(raw.value, record);
    const sent = raw.version === undefined ? {} : { version: raw.version };
    if (!validator.Check(normal)) return reject(record, explain(raw.value, normal), sent);
    const event = normal as E;
    const reasons = pipeline.check(event, { arrivedAt: record.arrivedAt });
    return reasons.length > 0 ? reject(record, reasons, sent) : { accepted: { record, event, ...sent } };
  }

  return (record) => {
    try {
      return judge(record);
    } catch (error) {
      const said = error instanceof Error ? error.message : show(error);
      const message = `judging the record threw ${isPersonal ? nameOf(error) : said}`;
      return reject(record, [{ code: 'internal', message }]);
    }
  };
}

/** What a reader says of bytes that it cannot read quotes them, and nobody knows whom they tell about. */
function withheld(reason: Reason): Reason {
  if (reason.code === 'not-json') return { ...reason, message: 'the payload must be a JSON object, and is no JSON' };
  // Without the field: a name of it may be the key of a map.
  if (reason.code === 'not-avro')
    return { code: reason.code, message: 'the payload must be Avro of its schema, and is not' };
  return reason;
}

function reject<E>(
  record: SourceRecord,
  reasons: readonly Reason[],
  sent: Pick<RejectedRecord, 'version'> = {},
): Judgement<E> {
  const listed = reasons
    .slice(0, MAX_REASONS)
    .map((reason) => ({ ...reason, message: clip(reason.message, MAX_MESSAGE) }));
  return { rejected: { record, reasons: listed, ...sent } };
}
