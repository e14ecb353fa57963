import { describe, expect, test } from 'vitest';
import type { FoldOutcome } from '../../../../../core/analysis/fold/types.ts';
import { foldItems } from '../../../../../functions/clients/state/fold-items.ts';
import { StateStore } from '../../../../../functions/clients/state/store.ts';
import { itemId } from '../../../../../functions/clients/state/subject.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeDynamo } from '../../support/fake-dynamo.ts';

const LATER = Date.parse('2030-01-01T00:00:00Z') / 1000;

/** A state that is a text to which each fold adds. */
function outcome(state: string, over: Partial<FoldOutcome> = {}): FoldOutcome {
  return {
    state,
    changed: true,
    due: undefined,
    expiresAt: LATER,
    stamp: 1,
    results: [],
    alerts: [],
    decisions: [],
    acknowledged: undefined,
    deferred: undefined,
    counts: { idsOverflowed: 0, partsReset: 0, bytes: state.length },
    ...over,
  };
}

const adding = (text: string) => (state: string | undefined) => outcome(`${state ?? ''}${text}`);
const idOf = (key: string) => itemId('sensors', { kind: 'keyed', key });

function storeOn(dynamo: FakeDynamo, memoryBytes = 1_000_000) {
  const clock = new FakeClock();
  const options = { client: dynamo.client, table: 't', pipeline: 'sensors', clock, random: () => 0.5, memoryBytes };
  return { store: new StateStore(options), clock };
}

/** Adds a text to the state of keys, as a batch does. */
const fold = (store: StateStore, text: string, keys: readonly string[]) =>
  foldItems(
    store,
    keys.map((key) => ({ id: idOf(key), fold: adding(text) })),
  );

const stateOf = (dynamo: FakeDynamo, key: string) => dynamo.itemOf(idOf(key).pk)?.state?.S;

describe('keyed state', () => {
  test('is read in one call and written once a key', async () => {
    const dynamo = new FakeDynamo();
    const { store } = storeOn(dynamo);
    await fold(store, 'x', ['a', 'b', 'c']);
    expect(dynamo.commands).toEqual(['BatchGetItemCommand', 'PutItemCommand', 'PutItemCommand', 'PutItemCommand']);
    expect(dynamo.reads[0]?.RequestItems?.t?.ConsistentRead).toBe(true);
  });

  test('is remembered, so the next batch reads only what is new', async () => {
    const dynamo = new FakeDynamo();
    const { store } = storeOn(dynamo);
    await fold(store, 'x', ['a', 'b']);
    await fold(store, 'y', ['a', 'b', 'c']);
    expect(dynamo.reads.map((read) => read.RequestItems?.t?.Keys?.length)).toEqual([2, 1]);
    expect(stateOf(dynamo, 'a')).toBe('xy');
    expect(dynamo.itemOf(idOf('a').pk)?.version?.N).toBe('2');
  });

  test('is read 100 a call', async () => {
    const dynamo = new FakeDynamo();
    const { store } = storeOn(dynamo);
    await fold(
      store,
      'x',
      Array.from({ length: 250 }, (_, n) => `key-${n}`),
    );
    expect(dynamo.reads.map((read) => read.RequestItems?.t?.Keys?.length).sort()).toEqual([100, 100, 50]);
  });

  test('is forgotten beyond the bound of the memory, what was used longest ago first', async () => {
    const dynamo = new FakeDynamo();
    const { store } = storeOn(dynamo, 2 * 2 * (idOf('a').pk.length + 1));
    await fold(store, 'x', ['a', 'b']);
    await fold(store, '', ['a']);
    await fold(store, 'x', ['c']);
    dynamo.reads.length = 0;
    await fold(store, '', ['a', 'c', 'b']);
    expect(dynamo.reads[0]?.RequestItems?.t?.Keys).toEqual([{ pk: { S: idOf('b').pk }, sk: { S: 'state' } }]);
  });

  test('is asked for again where DynamoDB left keys unprocessed, and not for ever', async () => {
    const dynamo = new FakeDynamo();
    dynamo.leaveUnprocessed = 1;
    const { store, clock } = storeOn(dynamo);
    expect((await fold(store, 'x', ['a', 'b'])).map((item) => 'error' in item && item.error.message)).toEqual(
      new Array(2).fill('DynamoDB left 1 of 2 keys of t unprocessed in 8 tries'),
    );
    expect(dynamo.reads).toHaveLength(8);
    expect(clock.sleeps).toHaveLength(7);
  });

  test('is folded again on the newer version where another environment was faster', async () => {
    const dynamo = new FakeDynamo();
    const [{ store: one }, { store: other }] = [storeOn(dynamo), storeOn(dynamo)];
    await fold(one, '1', ['a']);
    await fold(other, '2', ['a']);
    dynamo.commands.length = 0;
    const [item] = await fold(one, '3', ['a']);
    expect(stateOf(dynamo, 'a')).toBe('123');
    expect(item).toMatchObject({ written: { version: 3, puts: 2 } });
    expect(dynamo.commands).toEqual(['PutItemCommand', 'PutItemCommand']);
  });

  test('begins anew where the item has gone meanwhile', async () => {
    const dynamo = new FakeDynamo();
    const { store } = storeOn(dynamo);
    await fold(store, '1', ['a']);
    dynamo.items.clear();
    await fold(store, '2', ['a']);
    expect(stateOf(dynamo, 'a')).toBe('2');
  });

  test('gives up after eight races that it lost, and leaves the other keys alone', async () => {
    const dynamo = new FakeDynamo();
    const { store } = storeOn(dynamo);
    let version = 0;
    dynamo.beforePut = (pk) => {
      if (pk !== idOf('a').pk) return;
      version += 1;
      dynamo.items.set(`${pk}|state`, {
        pk: { S: pk },
        version: { N: String(version * 100) },
        expires_at: { N: String(LATER) },
      });
    };
    const [a, b] = await fold(store, 'x', ['a', 'b']);
    expect(a).toMatchObject({ error: new Error(`the state ${idOf('a').pk} changed under 8 tries to write it`) });
    expect(b).toMatchObject({ written: { version: 1 } });
    expect(version).toBe(8);
  });

  test('an error of DynamoDB, or of the fold, is that of its key alone', async () => {
    const dynamo = new FakeDynamo();
    const { store } = storeOn(dynamo);
    dynamo.beforePut = (pk) => {
      if (pk === idOf('a').pk) throw new Error('ProvisionedThroughputExceededException');
    };
    const folded = await foldItems(store, [
      { id: idOf('a'), fold: adding('x') },
      {
        id: idOf('b'),
        fold: () => {
          throw new Error('no state');
        },
      },
      { id: idOf('c'), fold: adding('x') },
    ]);
    expect(folded.map((item) => ('error' in item ? item.error.message : item.written.version))).toEqual([
      'ProvisionedThroughputExceededException',
      'no state',
      1,
    ]);
  });

  test('is not written where nothing changed, unless its due time did', async () => {
    const dynamo = new FakeDynamo();
    const { store } = storeOn(dynamo);
    const same = (due: number | undefined) =>
      foldItems(store, [{ id: idOf('a'), fold: (state) => outcome(state ?? '', { changed: false, due }) }]);
    await fold(store, 'x', ['a']);
    await same(undefined);
    expect(dynamo.puts()).toBe(1);
    await same(20_000);
    expect(dynamo.itemOf(idOf('a').pk)).toMatchObject({ due_at: { N: '20000' }, due: { S: /^sensors#[0-7]$/ } });
    await same(20_000);
    expect(dynamo.puts()).toBe(2);
    await same(undefined);
    expect(dynamo.itemOf(idOf('a').pk)).not.toHaveProperty('due');
  });

  test('that has expired is read as absent, remembered or not, and written over', async () => {
    const dynamo = new FakeDynamo();
    const { store, clock } = storeOn(dynamo);
    await fold(store, 'old', ['a']);
    clock.pass(LATER * 1000);
    await fold(store, 'new', ['a']);
    expect(stateOf(dynamo, 'a')).toBe('new');
    const cold = storeOn(dynamo);
    cold.clock.pass(LATER * 1000);
    await fold(cold.store, 'newer', ['a']);
    expect(stateOf(dynamo, 'a')).toBe('newer');
    expect(dynamo.itemOf(idOf('a').pk)?.version?.N).toBe('3');
  });

  test('is acknowledged on condition of its version, and a lost race is nothing', async () => {
    const dynamo = new FakeDynamo();
    const [{ store: one }, { store: other }] = [storeOn(dynamo), storeOn(dynamo)];
    const write = (state: string) => ({ state, due: undefined, expiresAt: LATER });
    await fold(one, 'x', ['a']);
    await one.acknowledge(idOf('a'), 1, write('acknowledged'));
    expect(stateOf(dynamo, 'a')).toBe('acknowledged');
    await fold(other, '+', ['a']);
    await one.acknowledge(idOf('a'), 2, write('late'));
    expect(stateOf(dynamo, 'a')).toBe('acknowledged+');
    await fold(one, '!', ['a']);
    expect(stateOf(dynamo, 'a')).toBe('acknowledged+!');
  });
});
