import { errors } from 'cassandra-driver';
import { describe, expect, test } from 'vitest';
import { CqlSession } from '../../../../../functions/clients/cql/session.ts';
import { FakeCql } from '../../support/fake-cql.ts';

const dead = (): Error => Object.assign(new Error('Socket was closed'), { isSocketError: true });

/** A session whose connects give these clients, one after the other; an error is a connect that fails. */
function sessionOf(...connects: (FakeCql | Error)[]) {
  let opened = 0;
  const session = new CqlSession(async () => {
    const next = connects[opened];
    opened += 1;
    if (!(next instanceof FakeCql)) throw next ?? new Error('no more connects');
    return next;
  });
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

  test('a connection that only times out is left for a new one at the next use', async () => {
    const silent = new FakeCql(() => new errors.OperationTimedOutError('no reply', 'h'));
    const { session, opened } = sessionOf(silent, new FakeCql());
    session.begin();
    await expect(write(session)).rejects.toThrow('no reply');
    expect(opened()).toBe(1);
    await write(session);
    expect(opened()).toBe(2);
  });

  test('can be closed', async () => {
    const cql = new FakeCql();
    const { session } = sessionOf(cql);
    await write(session);
    await session.close();
    expect(cql.shutdowns).toBe(1);
  });
});
