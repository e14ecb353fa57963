import { type Finding, ok, warning } from '../../localstack/doctor/finding.mjs';
import type { FetchStatus } from '../status/fetches.ts';

/** Whether the fetch functions run when they should, and get through. Nothing where there is none. */
export function fetchFindings(statuses: readonly FetchStatus[]): Finding[] {
  return statuses.map(({ pipeline, every, ok: isWell, message }) => {
    const found = `${pipeline}, every ${every}: ${message}`;
    if (isWell) return ok('fetch', found);
    return warning('fetch', found, {
      why: 'What its source had then was not fetched then; a run that was missed is not made up.',
      mend: `./caudal fetch ${pipeline}; ./caudal logs fetch --pipeline ${pipeline} shows what it logged`,
    });
  });
}
