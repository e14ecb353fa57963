import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CqlShell } from '../../cli/cql.ts';
import { namesOf } from '../../core/names.ts';
import { createRandom } from '../../core/producer/random.ts';
import type { PullRun } from '../../core/pull/pull-run.ts';
import { cloudConfig } from '../../localstack/config.ts';
import { makePerson } from '../../pipelines/users/person.ts';
import { RandomuserServer } from '../support/randomuser-server.ts';
import { caudal, caudalJson } from './support/caudal.ts';
import { clientsOf } from './support/clients.ts';
import { fetchFrom } from './support/fetch-url.ts';
import { invokeFunction } from './support/functions.ts';
import { until } from './support/until.ts';

const names = namesOf('');

const clients = clientsOf();
const random = createRandom('users', Date.now());

/** People of this run alone. */
const people = Array.from({ length: 10 }, () => makePerson(random));

/** Somebody all of whose personal values, and the secrets of the login, have a mark of this run in them. */
const mark = `mark${random.hex(8)}`;
const digits = String(random.integer(1_000_000_000, 9_999_999_999));
const marked = {
  ...makePerson(random),
  name: { title: 'Ms', first: `Ana${mark}`, last: `Peña${mark}` },
  location: {
    ...makePerson(random).location,
    street: { number: 1, name: `Calle ${mark}` },
    country: 'Utopia',
    postcode: `P-${mark}`,
  },
  email: `ana.${mark}@example.com`,
  login: { ...makePerson(random).login, username: `user${mark}`, password: `word${mark}`, salt: `salt${mark}` },
  // Under age when registering, so that an alert is raised over her.
  dob: { date: `1990-05-04T03:02:01.${digits.slice(0, 3)}Z`, age: 36 },
  registered: { date: '2003-05-04T00:00:00.000Z', age: 23 },
  phone: `+34 ${digits}`,
  picture: { medium: `https://example.org/${mark}.jpg` },
};
const secrets = [mark, digits, marked.dob.date];

let server: RandomuserServer;
let shell: CqlShell;
let putBack: () => Promise<void>;

beforeAll(async () => {
  [server, shell] = await Promise.all([RandomuserServer.start(), CqlShell.connect(cloudConfig())]);
  putBack = await fetchFrom(clients.lambda, 'users', server.url);
});
afterAll(async () => {
  await putBack?.();
  await Promise.all([server?.stop(), shell?.close()]);
});

/** Fetches by hand, as `caudal fetch` does. */
const fetchUsers = async (count = 10): Promise<PullRun> =>
  (await invokeFunction<PullRun>(clients.lambda, names.fetchFunction('users'), { count })).payload;

type Row = Readonly<Record<string, unknown>>;

/** Rows of these ids, once there are as many. */
async function rowsOf(ids: readonly string[]): Promise<readonly Row[]> {
  const statement = `SELECT * FROM users_stream.users WHERE id IN (${ids.map((id) => `'${id}'`)})`;
  return until(
    async () => (await shell.run(statement)).rows,
    (rows) => rows.length >= ids.length,
  );
}

describe('people of the API', () => {
  it('fetched twice are one row each, with one content, and the ledger finds both', async () => {
    server.people = people;
    const ids = people.map(({ login }) => login.uuid);
    const runs = [await caudalJson<PullRun>(['fetch', 'users', '--count', '10']), await fetchUsers()];
    for (const run of runs) expect(run).toMatchObject({ outcome: 'done', records: 10, from: 'source' });
    expect(server.asked.map((query) => query.get('results'))).toEqual(['10', '10']);
    const ledgers = runs.map(({ runId }) => caudalJson<Row>(['ledger', 'users', '--run', runId, '--wait', '60s']));
    for (const account of await Promise.all(ledgers)) {
      expect(account).toMatchObject({ sent: 10, stored: 10, rejected: 0, lost: 0 });
    }
    const rows = await rowsOf(ids);
    expect(rows.map(({ id }) => id).sort()).toEqual([...ids].sort());
    const [first = people[0]] = people;
    const { id, ts, source, email } = rows.find((row) => row.id === first?.login.uuid) ?? {};
    expect({ id, ts, source, email }).toEqual({
      id: first?.login.uuid,
      ts: null,
      source: 'randomuser',
      email: first?.email,
    });
  });

  it('are made up where the API is out of reach; run, log and status say so', async () => {
    server.behave('page');
    const run = await fetchUsers(3);
    server.behave('people');
    expect(run).toMatchObject({ outcome: 'done', records: 3, from: 'fallback' });
    expect(run.fallbackReason).toContain('answered with text/html, not with JSON');
    const [log, status] = await Promise.all([
      caudal(['logs', 'fetch', '--pipeline', 'users', '--raw']),
      caudal(['status']),
    ]);
    const lines = log.stdout.split('\n').filter((line) => line.includes(run.runId));
    expect(lines.join()).toContain('"from":"fallback"');
    expect(status.stdout).toMatch(/users .*generated 3 records itself/);
  });
});

describe('caudal run users', () => {
  it('ends with 0: nothing is lost, and windows and alerts are those of the reference', async () => {
    const { code, stdout, stderr } = await caudal([
      ...['run', 'users', '--rate', '50', '--for', '4s', '--invalid', '10%', '--json'],
    ]);
    expect(code, stderr).toBe(0);
    const { sent, lost, analysis, windows, alerts } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
    expect([sent, lost]).toEqual([200, 0]);
    expect([analysis.differences, windows.differences, alerts.differences]).toEqual([[], [], []]);
    expect(windows.compared).toBeGreaterThan(10);
    expect(alerts.raised).toBeGreaterThan(0);
  });
});

describe('personal values', () => {
  let shown: readonly Row[];

  beforeAll(async () => {
    server.people = [marked];
    const tail = caudalJson<Row[]>(['tail', 'users', '--lines', '3']);
    let tailed = false;
    const done = tail.finally(() => {
      tailed = true;
    });
    // What comes before the tail looks is not shown: so until it has seen enough.
    while (!tailed) {
      await fetchUsers(1);
      await Promise.race([done, rowsOf([marked.login.uuid])]);
    }
    shown = await tail;
    const payloads = [
      { ...marked, email: `ana ${mark}`, dob: { date: `${marked.dob.date}!` }, phone: [digits] },
      { ...marked, login: { ...marked.login, uuid: makePerson(random).login.uuid }, ts: '2020-01-01T00:00:00Z' },
      { ...marked, registered: { date: '1980-01-01T00:00:00Z' } },
    ];
    const input = [...payloads.map((payload) => JSON.stringify(payload)), `{"email":"ana.${mark}@example.com",`].join(
      '\n',
    );
    expect((await caudal(['send', 'users'], { input })).code).toBe(0);
  });

  it('are stored as they are, but for secrets of the login', async () => {
    const [row] = await rowsOf([marked.login.uuid]);
    expect(row).toMatchObject({ first_name: marked.name.first, email: marked.email, phone: marked.phone });
    expect(JSON.stringify(row)).not.toMatch(/word|salt/);
  });

  it('are masked in what is tailed', () => {
    for (const { row } of shown as { row: Row }[]) {
      expect(row).toMatchObject({
        first_name: 'A***',
        last_name: 'P***',
        email: 'a***@example.com',
        phone: `+** … ${digits.slice(-2)}`,
        country: 'Utopia',
      });
    }
  });

  it('are in no output of a command and in no log, until somebody asks for them', async () => {
    const unmasked = () => caudalJson<Row[]>(['rejected', 'users', '--limit', '1000', '--unmasked']);
    const isOurs = ({ payload }: Row) => String(payload).includes(mark);
    const alerts = () => caudalJson<Row[]>(['alerts', 'users', '--limit', '1000']);
    const late = () => caudalJson<Row[]>(['late', 'users', '--limit', '1000']);
    const isThere = (rows: readonly Row[]) => rows.some(({ key }) => key === 'Utopia');
    const [rejected, raised] = await Promise.all([
      until(unmasked, (rows) => rows.filter(isOurs).length === 3),
      until(alerts, isThere),
      until(late, isThere),
    ]);
    expect(rejected.filter(isOurs)).toHaveLength(3);
    expect(raised.find(({ key }) => key === 'Utopia')).toMatchObject({
      rule: 'registered-under-age',
      message: 'A*** P*** (a***@example.com) of Utopia was 12 when registering, under 16',
      values: { age: 12, username: 'u***', country: 'Utopia' },
    });
    const commands = [
      ['rejected', 'users', '--limit', '1000'],
      ['rejected', 'users', '--limit', '1000', '--json'],
      ['late', 'users', '--limit', '1000', '--json'],
      ['alerts', 'users', '--limit', '1000', '--json'],
      ['windows', 'users', '--limit', '1000', '--json'],
      ['query', "SELECT * FROM ops.latest_values WHERE pipeline = 'users' AND bucket IN (0,1,2,3,4,5,6,7)", '--json'],
      ...['fetch', 'ingest', 'analyze', 'sweep'].map((log) => ['logs', log, '--pipeline', 'users', '--raw']),
    ];
    const outputs = await Promise.all(commands.map((command) => caudal(command)));
    for (const [index, { stdout, stderr }] of outputs.entries()) {
      const found = secrets.filter((secret) => `${stdout}${stderr}`.includes(secret));
      expect(found, `caudal ${commands[index]?.join(' ')}`).toEqual([]);
    }
    expect(outputs[5]?.stdout).toContain('Utopia');
  });

  it('are in no keyed state', async () => {
    const { Items = [] } = await clients.dynamodb.send(new ScanCommand({ TableName: names.stateTable }));
    const states = JSON.stringify(Items);
    expect(states).toContain('Utopia');
    expect(secrets.filter((secret) => states.includes(secret))).toEqual([]);
  });
});
