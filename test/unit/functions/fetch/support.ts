import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import Type, { type Static } from 'typebox';
import type { Acknowledgement } from '../../../../core/acknowledgement.ts';
import { payloadHash } from '../../../../core/acknowledgement.ts';
import { definePipeline } from '../../../../core/define-pipeline.ts';
import type { PullRun } from '../../../../core/pull/pull-run.ts';
import type { PullDefinition } from '../../../../core/pull/pull-source.ts';
import { createWireWriter } from '../../../../core/pull/wire-entry.ts';
import type { PositionStore } from '../../../../functions/clients/pull/position.ts';
import type { PutResult } from '../../../../functions/clients/stream.ts';
import type { StreamEntry } from '../../../../functions/clients/stream-calls.ts';
import { createFetch } from '../../../../functions/fetch/fetch.ts';
import type { PageReader } from '../../../../functions/fetch/page.ts';
import { FakeClock } from '../support/fake-clock.ts';

const schema = Type.Object({
  id: Type.Integer(),
  ts: Type.String({ format: 'instant' }),
  key: Type.String({ minLength: 1 }),
});

/** An event of the shop. */
export type Sale = Static<typeof schema>;

const pull: PullDefinition = { kind: 'sql', every: '5m', table: 'sales', incrementing: 'id' };

/** A pipeline that fetches rows of a table. */
const shop = definePipeline<Sale>({ name: 'shop', stream: { name: 'shop.sales' }, schema, pull });

/** A row of its table. */
export function sale(id: number, key = 'ana'): Sale {
  return { id, ts: '2026-01-01T00:00:00Z', key };
}

/** A stream, a table of state and a record of runs in memory, on a clock that a test moves. */
export class FetchWorld {
  readonly clock = new FakeClock();
  readonly stream: Sale[] = [];
  readonly acknowledgements: Acknowledgement[] = [];
  readonly runs: PullRun[] = [];
  /** Whether the stream takes an entry; by its place in the put. */
  takes: (place: number) => boolean = () => true;
  position: string | undefined;
  claim: { readonly runId: string; readonly until: number } | undefined;
  scheduledAt: number | undefined;
  #runs = 0;

  /** Runs once over a source. @param options.scheduledAt ISO 8601 @default by hand */
  run(open: () => PageReader, { scheduledAt, lastsMs = 60_000 }: { scheduledAt?: string; lastsMs?: number } = {}) {
    const fetch = createFetch({
      pipeline: shop.name,
      stream: shop.stream.name,
      every: { text: '5m', minutes: 5 },
      positions: this.#positions(),
      writer: createWireWriter(shop),
      put: (entries) => this.#put(entries),
      record: async (run) => void this.runs.push(run),
      clock: this.clock,
    });
    const now = this.clock.now();
    return fetch({
      runId: `run-${++this.#runs}`,
      scheduledAt: scheduledAt === undefined ? undefined : Date.parse(scheduledAt),
      deadline: now + lastsMs,
      endsBy: now + lastsMs + 15_000,
      open,
      acknowledge: {
        add: (lines) => void this.acknowledgements.push(...lines),
        close: async () => ({ location: 's3://bucket/runs/', kept: this.acknowledgements.length, missing: 0 }),
      },
    });
  }

  async #put(entries: readonly StreamEntry[]): Promise<PutResult[]> {
    return entries.map(({ data }, place) => {
      if (!this.takes(place)) return { error: new Error('throttled'), attempts: 9 };
      this.stream.push(JSON.parse(Buffer.from(data).toString()) as Sale);
      return { shard: 'shardId-000000000000', sequence: String(this.stream.length), attempts: 1 };
    });
  }

  #positions(): PositionStore {
    return {
      schedule: async (at) => {
        const before = this.scheduledAt;
        this.scheduledAt = at;
        return { repeated: before === at, ...(before !== undefined && { before }) };
      },
      claim: async (runId, now, until) => {
        if (this.claim && this.claim.until >= now) return { claimed: false, ...this.claim };
        this.claim = { runId, until };
        return { claimed: true, position: this.position };
      },
      keep: async (runId, position) => {
        if (this.claim?.runId !== runId) throw new Error('another run has taken the source over');
        this.position = position;
      },
      release: async () => {
        this.claim = undefined;
      },
    };
  }
}

/** A source of a few pages: what is kept is the number of the page to come. */
export function pagesOf(pages: readonly (readonly Sale[] | Error)[], more = true): PageReader {
  return {
    next: async (position = '0') => {
      const page = pages[Number(position)] ?? [];
      if (page instanceof Error) throw page;
      return {
        records: page.map((record) => ({ record, ownId: payloadHash(JSON.stringify(record)) })),
        position: String(Number(position) + 1),
        more: more && Number(position) + 1 < pages.length,
      };
    },
    close: async () => undefined,
  };
}

/** Serves on a free port of loopback while `test` runs. */
export async function serving<T>(listener: RequestListener, test: (url: URL) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await test(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/people`));
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
