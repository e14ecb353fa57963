import type { HttpAsk, HttpPage } from '../../core/pull/http-pull.ts';
import type { WireRecord } from '../../core/pull/pull-source.ts';
import { fieldsOf } from './course-form.ts';
import { normalise } from './event.ts';
import { api } from './settings.ts';

/** Who made a person up. */
type Source = 'randomuser' | 'generated';

/**
 * A person as it goes into the stream: in normal form, so that neither password nor salt nor hash ever comes there, and what
 * the table gives back of the person is the payload to the byte.
 */
export function toRecord(person: object, source: Source): WireRecord {
  return normalise({ ...person, source });
}

/** The parameters of a request: a page of the seed, one after the other. */
export function query({ count, position }: HttpAsk): Readonly<Record<string, string | number>> {
  return { results: count, seed: api.seed, page: pageAfter(position) };
}

/**
 * The people of an answer, and the page that they are.
 * @throws {Error} for an answer that is none of the API; nothing of a person is quoted
 */
export function read(answer: unknown, { position }: HttpAsk): HttpPage {
  const { results, error } = fieldsOf(answer) ?? {};
  if (error !== undefined) throw new Error('randomuser.me answered with an error in place of people');
  if (!Array.isArray(results)) throw new Error(`the answer must have a list "results" (received ${kindOf(results)})`);
  const records = results.map((person: unknown, index) => {
    const known = fieldsOf(person);
    if (!known) throw new Error(`results[${index}] must be an object (received ${kindOf(person)})`);
    return toRecord(known, 'randomuser');
  });
  return { records, position: String(pageAfter(position)) };
}

/** The page after one, from the first again after the last that the API takes. */
function pageAfter(position: string | undefined): number {
  const page = Number(position ?? 0);
  return Number.isInteger(page) && page >= 0 && page < api.pages ? page + 1 : 1;
}

/** Not the value: it may be anybody's. */
function kindOf(value: unknown): string {
  if (value === undefined || value === null) return value === null ? 'null' : 'nothing';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
