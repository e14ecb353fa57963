import { errors } from 'cassandra-driver';
import { describe, expect, test } from 'vitest';
import { CqlConnectError, faultOf, isTimeout } from '../../../../../functions/clients/cql/errors.ts';

const response = (code: number, message: string): Error => new errors.ResponseError(code, message);
const timeout = new errors.OperationTimedOutError('no reply before timeout', '10.0.0.1:9142');
const noHost = (...inner: unknown[]): Error =>
  new errors.NoHostAvailableError(Object.fromEntries(inner.map((error, n) => [`10.0.0.${n}:9142`, error])));
const withFields = (error: Error, fields: object): Error => Object.assign(error, fields);

describe('faultOf', () => {
  test.each([
    ['a key that is too long', response(0x2200, 'Key length of 70000 is longer than maximum of 65535'), 'row'],
    ['a guardrail', response(0x2200, 'Guardrail column_value_size violated'), 'row'],
    ['a text where the encoder wants a number', new TypeError('Expected Number, obtained abc'), 'row'],
    ['a number where it wants a text', new TypeError('Not a valid text value, expected String obtained 5'), 'row'],
    ['an int out of range', withFields(new RangeError('out of range'), { code: 'ERR_OUT_OF_RANGE' }), 'row'],
    ['a bug that looks similar', new TypeError("Cannot read properties of undefined (reading 'x')"), 'passing'],
    ['a table that is not there', response(0x2200, 'unconfigured table readings'), 'passing'],
    ['a table that was dropped', response(0x2200, 'table readings does not exist'), 'passing'],
    ['a keyspace that is not there', response(0x2200, "Keyspace 'rt' doesn't exist"), 'passing'],
    ['a column that is not there yet', response(0x2200, 'Undefined column name day in table rt.readings'), 'passing'],
    [
      'a consistency level',
      response(0x2200, 'Guardrail write_consistency_levels violated: ONE is disallowed'),
      'passing',
    ],
    ['a statement that is wrong for every row', response(0x2000, 'line 1:0 no viable alternative'), 'passing'],
    ['a configuration', response(0x2300, 'wrong'), 'passing'],
    ['a permission', response(0x2100, 'User has no MODIFY permission'), 'passing'],
    ['a write time-out', response(0x1100, 'Operation timed out'), 'busy'],
    ['an overload', response(0x1001, 'overloaded'), 'busy'],
    ['replicas that are down', response(0x1000, 'Cannot achieve consistency level'), 'busy'],
    ['a server error', response(0x0000, 'internal'), 'busy'],
    ['a request without an answer', timeout, 'busy'],
    ['a connection with too much under way', new errors.BusyConnectionError('10.0.0.1:9142', 1, 1), 'busy'],
    ['hosts that differ in why not', noHost(response(0x1001, 'overloaded'), response(0x2100, 'no')), 'passing'],
    ['every host overloaded', noHost(response(0x1001, 'overloaded'), timeout), 'busy'],
    ['every host down', noHost('Host considered as DOWN'), 'connection'],
    ['no host at all', noHost(), 'connection'],
    ['a socket that closed', withFields(new Error('Socket was closed'), { isSocketError: true }), 'connection'],
    ['a reset', withFields(new Error('read ECONNRESET'), { code: 'ECONNRESET' }), 'connection'],
    ['a connect that failed', new CqlConnectError(new Error('refused')), 'connection'],
    ['something thrown that is no error', 'what', 'passing'],
  ])('takes %s for a fault of its own kind', (_, error, fault) => {
    expect(faultOf(error)).toBe(fault);
  });

  test('sees a time-out also behind NoHostAvailable', () => {
    expect(isTimeout(timeout)).toBe(true);
    expect(isTimeout(noHost(timeout))).toBe(true);
    expect(isTimeout(noHost('Host considered as DOWN'))).toBe(false);
  });
});

test('CqlConnectError says what happened at each host, in one line', () => {
  const error = new CqlConnectError(noHost(new Error('connect ECONNREFUSED'), 'Host considered as DOWN'));
  expect(error.message).toBe(
    'cannot open a CQL session: 10.0.0.0:9142: connect ECONNREFUSED; 10.0.0.1:9142: Host considered as DOWN',
  );
});
