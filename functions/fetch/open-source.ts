import type { PullSource } from '../../core/pull/pull-source.ts';
import { requirePullUrl } from '../../core/pull/pull-url.ts';
import type { Clock } from '../clients/clock.ts';
import type { PageReader } from './page.ts';
import type { FetchSettings } from './settings.ts';
import { httpReader } from './sources/http.ts';
import { sqlReader } from './sources/sql.ts';

/** What opening a source needs. */
export interface OpenOptions {
  readonly pipeline: string;
  readonly pull: PullSource;
  readonly settings: FetchSettings;
  /** Records wanted of this run. @default what the deployment or the pipeline says */
  readonly count: number | undefined;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Instant by which the run has to be done, in milliseconds since the epoch. */
  readonly deadline: number;
  /** What a database is told about who reads. */
  readonly applicationName: string;
  /** The string of a secret. */
  readonly secret: (name: string) => Promise<string | undefined>;
}

/** Opens the source of a pipeline for a run. Connects to nothing yet. */
export function openSource({
  pipeline,
  applicationName,
  pull,
  settings,
  count,
  secret,
  ...rest
}: OpenOptions): PageReader {
  if (pull.kind === 'http') {
    const url = requirePullUrl(`${pipeline}.url`, settings.url ?? pull.url);
    return httpReader({ pull, url, count: count ?? settings.count ?? pull.count.normal, ...rest });
  }
  return sqlReader({
    pull,
    async connect() {
      const name = settings.secret ?? '';
      // Loaded by those alone who read a table.
      const [{ parseDatabaseSecret }, { connectReader }] = await Promise.all([
        import('../clients/sql/database.ts'),
        import('../clients/sql/reader.ts'),
      ]);
      return connectReader({
        database: parseDatabaseSecret(name, await secret(name)),
        table: pull,
        applicationName,
        statementTimeoutSeconds: pull.statementTimeoutSeconds,
      });
    },
    ...rest,
  });
}
