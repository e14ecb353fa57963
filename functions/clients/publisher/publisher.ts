import type { Outgoing, Publish, Sent } from './model.ts';
import { type NoticeOptions, publishNotices } from './notices.ts';
import { writeRows } from './rows.ts';

/**
 * Makes a publisher. Decisions and alerts go to their tables and then to the bus; meanwhile windows and late events go to
 * their tables.
 *
 * A row that the store refuses as invalid, and an event that the bus does, is given up: it would be refused for ever, and
 * the shard would wait as long. It is reported by table and reason, and everything else goes on.
 */
export function publisher(options: NoticeOptions): Publish {
  const { rows, session, clock } = options;

  async function publishRows(outgoing: readonly Outgoing[]): Promise<Sent & { readonly writtenAt: number }> {
    const sent = await writeRows(
      session,
      outgoing.map(({ results = [], stamp = 0, leftOut = [] }) => [
        ...results.flatMap((result) => rows.ofResult(result, stamp)),
        ...leftOut.map(rows.ofLeftOut),
      ]),
    );
    return { ...sent, writtenAt: clock.now() };
  }

  return async (outgoing) => {
    const [notices, others] = await Promise.all([publishNotices(options, outgoing), publishRows(outgoing)]);
    return {
      failed: new Map([...others.failed, ...notices.failed]),
      refused: [...others.refused, ...notices.refused],
      results: outgoing.reduce((sum, { results = [] }) => sum + results.length, 0),
      alerts: notices.alerts,
      decisions: notices.decisions,
      writtenAt: Math.max(notices.writtenAt, others.writtenAt),
      publishedAt: notices.publishedAt,
    };
  };
}
