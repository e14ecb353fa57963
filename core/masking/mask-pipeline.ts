import { maskFields, maskText } from '../mask.ts';
import type { Pipeline, Projection } from '../pipeline.ts';
import { show } from '../show.ts';
import { maskAnalysis } from './mask-analysis.ts';
import { quiet, quietly } from './quiet.ts';
import { type Masked, shownValues } from './shown.ts';

/** Of an object, such as a map of texts, a message may quote any part, names too. */
const QUOTED = /"(?:[^"\\]|\\.)*"/gs;

/**
 * The pipeline with its personal fields masked in all that it shows or says of an event: reasons, latest values, windows and
 * alerts. Rows, and what is decided, are of the event as it is.
 * @throws {RangeError} for a field that the schema does not have, and for a pipeline without a schema
 */
export function maskPipeline<E>(pipeline: Pipeline<E>): Pipeline<E> {
  const { personal = [], latest, analysis } = pipeline;
  if (personal.length === 0) return pipeline;
  requireFields(pipeline);
  const isObjectIn = (event: E, field = ''): boolean =>
    personal.includes(field) && typeof (event as Readonly<Record<string, unknown>>)[field] === 'object';
  const masked = (event: E): Masked<E> => ({ given: event, masked: maskFields(event as object, personal) as E });
  const quieted = quietly(pipeline);
  return {
    ...quieted,
    check: (event, context) =>
      quieted.check(event, context).map((reason) => ({
        ...reason,
        message: maskText(
          isObjectIn(event, reason.field) ? reason.message.replaceAll(QUOTED, '"***"') : reason.message,
          event as object,
          personal,
        ),
      })),
    record: quietly(pipeline.record),
    queries: pipeline.queries.map((query): Projection<E> => quietly(query)),
    latest: {
      key: quiet(latest.key),
      values: (event) => shownValues(quiet(latest.values), masked(event), personal),
    },
    ...(analysis && { analysis: maskAnalysis(analysis, personal) }),
  };
}

function requireFields<E>({ personal = [], schema }: Pipeline<E>): void {
  const known = Object.keys(schema.properties);
  const unknown = personal.find((field) => !known.includes(field));
  if (unknown === undefined) return;
  const fields = known.length > 0 ? `one of ${known.join(', ')}` : 'of a pipeline with a schema';
  throw new RangeError(`personal must name fields of the schema, ${fields} (received ${show(unknown)})`);
}
