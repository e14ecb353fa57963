import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Acknowledgement } from '../../../core/acknowledgement.ts';
import { type LedgerInput, reconcile } from '../../../core/ledger.ts';

/** What is planted for one event, and what the report has to say of it. */
const fates = {
  stored: { stored: 1 },
  storedAndSentAgain: { stored: 1, duplicate: 2 },
  storedAlthoughGivenUp: { stored: 1 },
  rejected: { rejected: 1 },
  failed: { failed: 1 },
  gone: { lost: 1 },
  goneThrice: { lost: 3 },
  altered: { lost: 1, altered: 1 },
  rejectedAltered: { lost: 1, altered: 1 },
  withoutCopy: { lost: 1 },
  storedAndRejected: { rejected: 1, doubled: 1 },
  rejectedTwice: { rejected: 1, doubled: 1 },
  twoCopies: { stored: 1, doubled: 1 },
} as const;
type Fate = keyof typeof fates;

/** Sequence numbers begin here: some have a digit more than others. */
const FIRST = 10n ** 20n - 50n;

interface World {
  readonly acknowledgements: Acknowledgement[];
  readonly rows: Map<string, string>;
  readonly copies: Map<string, number>;
  readonly rejected: { shard: string; sequence: string; hash?: string }[];
  readonly failed: { shard: string; first: string; last: string }[];
}

/** Builds what producers, tables and bucket would hold, fate by fate, without asking the ledger anything. */
function build(planted: readonly { fate: Fate; shard: number }[]): World {
  const world: World = { acknowledgements: [], rows: new Map(), copies: new Map(), rejected: [], failed: [] };
  let sequence = FIRST;
  for (const [index, { fate, shard: number }] of planted.entries()) {
    const shard = `shardId-${number}`;
    const eventId = `event-${index}`;
    const hash = `hash-${index}`;
    const put = (): { shard: string; sequence: string } => {
      sequence += 7n;
      const at = { shard, sequence: String(sequence) };
      world.acknowledgements.push({ ...at, eventId, hash, putAt: 1, acknowledgedAt: 2 });
      return at;
    };
    const store = (content: string, copies: number): void => {
      world.rows.set(eventId, content);
      world.copies.set(eventId, copies);
    };
    switch (fate) {
      case 'stored':
        put();
        store(hash, 1);
        break;
      case 'storedAndSentAgain':
        put();
        put();
        put();
        store(hash, 1);
        break;
      case 'storedAlthoughGivenUp': {
        const at = put();
        store(hash, 1);
        world.failed.push({ shard, first: at.sequence, last: at.sequence });
        break;
      }
      case 'rejected':
        world.rejected.push({ ...put(), hash });
        break;
      case 'failed': {
        const at = put();
        world.failed.push({ shard, first: String(BigInt(at.sequence) - 3n), last: String(BigInt(at.sequence) + 3n) });
        break;
      }
      case 'gone':
        put();
        break;
      case 'goneThrice':
        put();
        put();
        put();
        break;
      case 'altered':
        put();
        store('other', 1);
        break;
      case 'rejectedAltered':
        world.rejected.push({ ...put(), hash: 'other' });
        break;
      case 'withoutCopy':
        put();
        store(hash, 0);
        break;
      case 'storedAndRejected':
        world.rejected.push(put());
        store(hash, 1);
        break;
      case 'rejectedTwice': {
        const at = put();
        world.rejected.push(at, at);
        break;
      }
      case 'twoCopies':
        put();
        store(hash, 2);
        break;
    }
  }
  return world;
}

const planted = fc.array(
  fc.record({ fate: fc.constantFrom(...(Object.keys(fates) as Fate[])), shard: fc.integer({ min: 0, max: 2 }) }),
  { maxLength: 60 },
);

function expected(worlds: readonly { fate: Fate }[], key: string): number {
  return worlds.reduce((sum, { fate }) => sum + ((fates[fate] as Record<string, number>)[key] ?? 0), 0);
}

describe('reconcile', () => {
  it('reports just what was planted, in whatever order it is read', () => {
    fc.assert(
      fc.property(planted, fc.infiniteStream(fc.nat()), (worlds, noise) => {
        const world = build(worlds);
        const shuffled = world.acknowledgements
          .map((ack) => ({ ack, at: noise.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ ack }) => ack);
        const input: LedgerInput = { ...world, acknowledgements: shuffled, now: 10, deadline: 10 };
        const { counts, lost, doubled, altered } = reconcile(input);
        const verdicts = ['stored', 'duplicate', 'rejected', 'failed', 'lost'] as const;
        expect(counts).toEqual({
          sent: world.acknowledgements.length,
          inFlight: 0,
          ...Object.fromEntries(verdicts.map((verdict) => [verdict, expected(worlds, verdict)])),
        });
        expect(doubled).toHaveLength(expected(worlds, 'doubled'));
        expect(altered).toHaveLength(expected(worlds, 'altered'));
        expect(lost.length + altered.length).toBe(counts.lost);
        const { sent, ...others } = counts;
        expect(Object.values(others).reduce((sum, count) => sum + count, 0)).toBe(sent);
      }),
    );
  });

  it('names each event at fault, and no other', () => {
    fc.assert(
      fc.property(planted, (worlds) => {
        const { lost, doubled, altered } = reconcile({ ...build(worlds), now: 10, deadline: 10 });
        const named = new Set([...lost, ...doubled, ...altered].map(({ eventId }) => eventId));
        const fine: readonly Fate[] = ['stored', 'storedAndSentAgain', 'storedAlthoughGivenUp', 'rejected', 'failed'];
        const guilty = worlds.flatMap(({ fate }, index) => (fine.includes(fate) ? [] : [`event-${index}`]));
        expect([...named].sort()).toEqual(guilty.sort());
      }),
    );
  });

  it('calls in flight, before the deadline, what it calls lost without a trace after it', () => {
    fc.assert(
      fc.property(planted, (worlds) => {
        const world = build(worlds);
        const early = reconcile({ ...world, now: 9, deadline: 10 });
        const late = reconcile({ ...world, now: 10, deadline: 10 });
        expect(early.counts.inFlight).toBe(
          expected(
            worlds.filter(({ fate }) => fate.startsWith('gone')),
            'lost',
          ),
        );
        expect({ ...early.counts, inFlight: 0, lost: early.counts.lost + early.counts.inFlight }).toEqual(late.counts);
      }),
    );
  });

  it('calls in flight, after the deadline, just those that are nowhere and above what the consumer finished', () => {
    fc.assert(
      fc.property(planted, fc.array(fc.nat(500), { maxLength: 3 }), (worlds, finished) => {
        const world = build(worlds);
        const applied = new Map(finished.map((n, shard) => [`shardId-${shard}`, String(FIRST + BigInt(n))]));
        const unknown = reconcile({ ...world, now: 10, deadline: 10 });
        const known = reconcile({ ...world, applied, now: 10, deadline: 10 });
        const gone = new Set(worlds.flatMap(({ fate }, n) => (fate.startsWith('gone') ? [`event-${n}`] : [])));
        const waiting = world.acknowledgements.filter(
          ({ eventId, shard, sequence }) => gone.has(eventId) && BigInt(sequence) > BigInt(applied.get(shard) ?? 0),
        );
        expect(known.counts.inFlight).toBe(waiting.length);
        expect(known.counts.lost).toBe(unknown.counts.lost - waiting.length);
      }),
    );
  });
});
