import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useLocalAws } from '../../cli/deployment.ts';
import { readOwnCode } from '../../cli/dev/own-code.ts';
import { restoreDeployedCode } from '../../cli/dev/restore-code.ts';
import { namesOf } from '../../core/names.ts';
import { cloudConfig } from '../../localstack/config.ts';
import { caudal, caudalJson } from './support/caudal.ts';
import { copyOfCheckout } from './support/checkout.ts';
import { until } from './support/until.ts';

const env = { ...process.env, CAUDAL_HOME: path.dirname(cloudConfig().tools) };
const device = `dev-${Date.now()}`;
const reading = (event_id: string): string =>
  JSON.stringify({ event_id, device_id: device, ts: new Date().toISOString(), temperature_c: 20, humidity_pct: 50 });
let checkout: string;
let dev: ChildProcess;
let printed = '';

/** How much of what was printed is looked at already. */
let seen = 0;

/** Waits until a line is printed behind the one that was waited for last. */
async function says(pattern: RegExp): Promise<void> {
  const ask = async () => new RegExp(pattern, 'm').exec(printed.slice(seen));
  const found = await until(ask, (match) => match !== null || dev.exitCode !== null, 120_000, 50);
  expect(found, printed).not.toBeNull();
  seen += (found?.index ?? 0) + (found?.[0].length ?? 0);
}

beforeAll(async () => {
  checkout = copyOfCheckout();
  dev = spawn(path.join(checkout, 'caudal'), ['dev', 'sensors'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [dev.stdout, dev.stderr]) stream?.on('data', (chunk: Buffer) => (printed += chunk));
  await says(/^ready$/);
});

afterAll(() => {
  dev.kill('SIGKILL');
  rmSync(checkout, { recursive: true, force: true });
});

describe('caudal dev', () => {
  it('gives functions what is saved, keeps them from what does not bundle, and ends with Ctrl-C', async () => {
    const file = path.join(checkout, 'pipelines/sensors.ts');
    const saved = readFileSync(file, 'utf8');
    const refusal = `[{ code: 'rule', field: 'device_id', message: 'is not for today' }]`;
    const changed = saved.replace(
      /^ {2}check: .*$/m,
      `  check: ({ device_id, ts }, context) => device_id === '${device}' ? ${refusal} : notFromTheFuture('ts', ts, context),`,
    );
    expect(changed).not.toBe(saved);
    writeFileSync(file, changed);
    await says(/✓ .*caudal-sensors-ingest.* in all\)$/);
    writeFileSync(file, `${changed}const broken = ;\n`);
    await says(/^ {4}pipelines\/sensors\.ts:\d+:\d+ {2}Unexpected ";"$/);
    await caudal(['send', 'sensors', reading(device)]);
    const rejected = await until(
      async () =>
        (await caudalJson<{ payload: string; reasons: string[] }[]>(['rejected', 'sensors', '--since', '5m'])).filter(
          ({ payload }) => payload?.includes(device),
        ),
      (found) => found.length > 0,
    );
    expect(rejected[0]?.reasons.join()).toContain('is not for today');
    dev.kill('SIGINT');
    expect(await once(dev, 'close')).toEqual([0, null]);
    expect(printed).toMatch(/Not as deployed: .*caudal-sensors-ingest.*\n$/);
  });

  it('leaves nothing behind that a deployment does not set right, as the end of caudal deploy does', async () => {
    const config = cloudConfig();
    useLocalAws(config);
    expect(await restoreDeployedCode(config, Object.values(namesOf('').stacks))).toContain('caudal-sensors-ingest');
    expect(await readOwnCode(config)).toEqual({});
    await caudal(['send', 'sensors', reading(`${device}-again`)]);
    const stored = `SELECT device_id FROM rt.sensor_readings WHERE event_id = '${device}-again'`;
    const rows = await until(
      () => caudalJson<unknown[]>(['query', stored]),
      (found) => found.length > 0,
    );
    expect(rows).toEqual([{ device_id: device }]);
  });
});
