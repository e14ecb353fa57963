import type { Clock } from '../../clients/clock.ts';
import type { CqlSession } from '../../clients/cql/session.ts';
import type { Check } from '../check.ts';

/** Connects and asks the server for its version. */
export function cassandraCheck(session: CqlSession, clock: Clock): Check {
  return {
    name: 'cassandra',
    async look() {
      const startedAt = clock.now();
      const { rows } = await session.run((client) => client.execute('SELECT release_version FROM system.local'));
      const version = rows[0]?.release_version;
      if (typeof version !== 'string') return { ok: false, message: 'system.local has no release_version' };
      return { ok: true, message: `Cassandra OK, version ${version}, ${clock.now() - startedAt} ms` };
    },
  };
}
