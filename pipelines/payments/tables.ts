import type { CqlValue, Row, Table } from '../../core/table.ts';
import { fromCqlMap, toCqlMap } from '../../core/text-map.ts';
import type { PaymentEvent } from './event.ts';

const DAY_SECONDS = 86_400;

/** The day of an instant, in UTC. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const event = {
  transaction_id: 'text',
  user_id: 'text',
  action: 'text',
  amount: 'double',
  merchant: 'text',
  ip: 'text',
  device: 'text',
  properties: 'map<text, text>',
  timestamp: 'timestamp',
} as const;

export const transactions: Table = {
  keyspace: 'payments',
  name: 'transactions',
  answers: 'What did the event of this id say?',
  columns: event,
  partitionKey: ['transaction_id'],
};

export const transactionsByUser: Table = {
  keyspace: 'payments',
  name: 'transactions_by_user',
  answers: 'What did a user do on a day, newest first?',
  columns: { ...event, day: 'date' },
  partitionKey: ['user_id', 'day'],
  clusteringKey: [
    { column: 'timestamp', order: 'DESC' },
    { column: 'transaction_id', order: 'ASC' },
  ],
};

export const suspiciousActivity = {
  keyspace: 'payments',
  name: 'suspicious_activity',
  answers: 'In which windows of a day did a user buy suspiciously often or for too much, newest first?',
  columns: {
    user_id: 'text',
    day: 'date',
    window_start: 'timestamp',
    window_name: 'text',
    window_end: 'timestamp',
    total_spent: 'double',
    transaction_count: 'int',
    final: 'boolean',
  },
  partitionKey: ['user_id', 'day'],
  clusteringKey: [
    { column: 'window_start', order: 'DESC' },
    { column: 'window_name', order: 'ASC' },
  ],
  ttlSeconds: 366 * DAY_SECONDS,
  clientTimestamps: true,
} as const satisfies Table;

export const userSessions = {
  keyspace: 'payments',
  name: 'user_sessions',
  answers: 'Which sessions did a user begin on a day, newest first?',
  columns: {
    user_id: 'text',
    day: 'date',
    session_start: 'timestamp',
    session_end: 'timestamp',
    actions: 'int',
    failed_logins: 'int',
    transaction_count: 'int',
    total_spent: 'double',
    merchants: 'int',
    ips: 'int',
    devices: 'int',
    final: 'boolean',
  },
  partitionKey: ['user_id', 'day'],
  clusteringKey: [{ column: 'session_start', order: 'DESC' }],
  ttlSeconds: 90 * DAY_SECONDS,
  clientTimestamps: true,
} as const satisfies Table;

export const fraudAlerts: Table = {
  keyspace: 'payments',
  name: 'fraud_alerts',
  answers: 'Which alerts were raised over a user on a day, newest first?',
  columns: {
    user_id: 'text',
    day: 'date',
    timestamp: 'timestamp',
    alert_id: 'text',
    alert_type: 'text',
    rule: 'text',
    severity: 'text',
    amount: 'double',
    transaction_count: 'int',
    total_amount: 'double',
    window_start: 'timestamp',
    transactions: 'list<text>',
  },
  partitionKey: ['user_id', 'day'],
  clusteringKey: [
    { column: 'timestamp', order: 'DESC' },
    { column: 'alert_id', order: 'ASC' },
  ],
  ttlSeconds: 366 * DAY_SECONDS,
};

/** The row of an event, in `transactions`. */
export const toRow = ({ properties, timestamp, ...event }: PaymentEvent): Row => ({
  ...event,
  ...(properties && { properties: toCqlMap(properties) }),
  timestamp: new Date(timestamp),
});

/** The event that a row of `transactions` was made of. */
export const toEvent = (row: Row): PaymentEvent => ({
  transaction_id: String(row.transaction_id),
  user_id: String(row.user_id),
  action: String(row.action) as PaymentEvent['action'],
  ...(isSet(row.amount) && { amount: Number(row.amount) }),
  ...(isSet(row.merchant) && { merchant: String(row.merchant) }),
  ...(isSet(row.ip) && { ip: String(row.ip) }),
  ...(isSet(row.device) && { device: String(row.device) }),
  ...(row.properties instanceof Map && { properties: fromCqlMap(row.properties) }),
  timestamp: (row.timestamp as Date).toISOString(),
});

const isSet = (value: CqlValue | undefined): boolean => value !== null && value !== undefined;
