import { errors } from 'cassandra-driver';
import { describe, expect, test } from 'vitest';
import { CqlSession, type CqlSessionOptions } from '../../../../../functions/clients/cql/session.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeCql } from '../../support/fake-cql.ts';

const dead = (): Error => Object.assign(new Error('Socket was closed'), { isSocketError: true });

/** A session whose connects give these clients, one after the other; an error is a connect that fails. */
function sessionOf(...connects: (FakeCql | Error)[]) {
  return sessionWith({ retryForMs: 0 }, ...connects);
}

function sessionWith(options: CqlSessionOptions, ...connects: (FakeCql | Error)[]) {
  let opened = 0;
  const session = new CqlSession(async () => {
    const next = connects[opened];
    opened += 1;
    if (!(next instanceof FakeCql)) throw next ?? new Error('no more connects');
    return next;
  }, options);
  return { session, opened: () => opened };
}

const write = (session: CqlSession): Promise<unknown> => session.run((client) => client.execute('x'));

describe('CqlSession', () => {
  test('opens one connection for everyone, begun before it is needed', async () => {
    const { session, opened } = sessionOf(new FakeCql());
    session.begin();
    session.begin();
    await Promise.all([write(session), write(session)]);
    expect(opened()).toBe(1);
  });

  test('a connect that fails in init throws nothing there, and is tried again at the first use', async () => {
    const { session, opened } = sessionOf(new Error('not yet'), new FakeCql());
    session.begin();
    await new Promise((resolve) => setImmediate(resolve));
    await write(session);
    expect(opened()).toBe(2);
  });

  test('a connect that fails at the first use is not repeated there, but at the next', async () => {
    const { session, opened } = sessionOf(new Error('refused'), new FakeCql());
    await expect(write(session)).rejects.toThrow('cannot open a CQL session: refused');
    expect(opened()).toBe(1);
    await write(session);
    expect(opened()).toBe(2);
  });

  test('connections that died in a freeze are replaced once, by one that all share', async () => {
    const frozen = new FakeCql(dead);
    const fresh = new FakeCql();
    const { session, opened } = sessionOf(frozen, fresh);
    session.begin();
    await Promise.all(Array.from({ length: 8 }, () => write(session)));
    expect(opened()).toBe(2);
    expect(frozen.shutdowns).toBe(1);
    expect(fresh.written).toHaveLength(8);
  });

  test('when the new connection dies too, the error is thrown', async () => {
    const { session, opened } = sessionOf(new FakeCql(dead), new FakeCql(dead), new FakeCql());
    session.begin();
    await expect(write(session)).rejects.toThrow('Socket was closed');
    expect(opened()).toBe(2);
  });

  test('an error of the work leaves the connection alone', async () => {
    const invalid = new errors.ResponseError(0x2200, 'Key may not be empty');
    const cql = new FakeCql((sent) => (sent[0]?.values[0] === 'bad' ? invalid : undefined));
    const { session, opened } = sessionOf(cql);
    await expect(session.run((client) => client.execute('x', ['bad']))).rejects.toBe(invalid);
    await write(session);
    expect(opened()).toBe(1);
  });

  test('a connection that answers nothing any more is replaced for the next try', async () => {
    const silent = new FakeCql(() => new errors.OperationTimedOutError('no reply', 'h'));
    const fresh = new FakeCql();
    const { session, opened } = sessionWith({ clock: new FakeClock() }, silent, fresh);
    session.begin();
    await write(session);
    expect(opened()).toBe(2);
    expect(fresh.written).toHaveLength(1);
  });

  test('without time for a further try, the next use gets the new connection', async () => {
    const silent = new FakeCql(() => new errors.OperationTimedOutError('no reply', 'h'));
    const { session, opened } = sessionOf(silent, new FakeCql());
    session.begin();
    await expect(write(session)).rejects.toThrow('no reply');
    expect(opened()).toBe(1);
    await write(session);
    expect(opened()).toBe(2);
  });

  test('tries again on the same connection while the store is busy', async () => {
    let refusals = 3;
    const busy = new FakeCql(() => {
      refusals -= 1;
      return refusals < 0 ? undefined : new errors.ResponseError(0x1100, 'Operation timed out');
    });
    const clock = new FakeClock();
    const { session, opened } = sessionWith({ clock, random: () => 1 }, busy);
    await write(session);
    expect(opened()).toBe(1);
    expect(clock.sleeps).toEqual([100, 200, 400]);
  });

  test('stops trying when the time of the invocation is over', async () => {
    const busy = new FakeCql(() => new errors.ResponseError(0x1001, 'overloaded'));
    const clock = new FakeClock();
    const { session } = sessionWith({ clock, random: () => 1 }, busy);
    session.beginInvocation(10_000);
    const begun = clock.now();
    await expect(write(session)).rejects.toThrow('overloaded');
    expect(clock.now() - begun).toBeLessThan(8_000);
    expect(clock.sleeps).toHaveLength(6);
  });

  test('work that never ends is given up in time for an answer', async () => {
    const { session } = sessionWith({}, new FakeCql());
    session.beginInvocation(50);
    await expect(session.run(() => new Promise(() => undefined))).rejects.toThrow('no answer from CQL in the time');
  });

  test('can be closed', async () => {
    const cql = new FakeCql();
    const { session } = sessionOf(cql);
    await write(session);
    await session.close();
    expect(cql.shutdowns).toBe(1);
  });
});
