import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CqlShell } from '../../cli/cql.ts';
import { cloudConfig } from '../../localstack/config.ts';
import { caudal, caudalJson } from './support/caudal.ts';
import { until } from './support/until.ts';

/** The course's three examples (`001`, 8.5), then its corruption alert, as they are typed there. */
const course = [
  { pais: 'ARG', indicador: 'inflacion', valor: 5.2, anio: 2024 },
  { pais: 'BRA', indicador: 'pib_growth', valor: 2.1, anio: 2024 },
  { pais: 'CHL', indicador: 'desempleo', valor: 8.5, anio: 2024 },
  { pais: 'VEN', indicador: 'indice_corrupcion', valor: 17, anio: 2024 },
];

/** Countries that no generator makes up, so that nothing else writes their rows. */
const countries = { ARG: 'XAA', BRA: 'XAB', CHL: 'XAC', VEN: 'XAD' };

type Row = Readonly<Record<string, unknown>>;

let shell: CqlShell;
beforeAll(async () => {
  shell = await CqlShell.connect(cloudConfig());
});
afterAll(async () => shell?.close());

const query = async (statement: string): Promise<readonly Row[]> => (await shell.run(statement)).rows;
const rowsOf = (statement: string, least = 1): Promise<readonly Row[]> =>
  until(
    () => query(statement),
    (rows) => rows.length >= least,
  );

describe('the observatory, as the course sends to it', () => {
  let sent: Row[];
  let day: string;

  beforeAll(async () => {
    const input = course
      .map((event) => JSON.stringify({ ...event, pais: countries[event.pais as keyof typeof countries] }))
      .join('\n');
    const { code, stdout, stderr } = await caudal(['send', 'observatory', '--json'], { input });
    expect(code, stderr).toBe(0);
    sent = JSON.parse(stdout.slice(stdout.indexOf('[')));
    const [row] = await rowsOf(`SELECT ts FROM observatory.ultimos_valores WHERE pais = 'XAD'`);
    day = String(row?.ts).slice(0, 10);
  });

  it('stores an event without id and time under its position, at its arrival', async () => {
    const [row] = await rowsOf(`SELECT * FROM observatory.eventos_por_pais WHERE pais = 'XAA' AND dia = '${day}'`);
    const [{ shard, sequence } = {}] = sent;
    expect(row).toMatchObject({ indicador: 'inflacion', valor: 5.2, anio: 2024, event_id: `${shard}:${sequence}` });
    expect(Math.abs(Date.parse(String(row?.ts)) - Date.now())).toBeLessThan(120_000);
  });

  it('answers which value is the latest', async () => {
    const [row] = await rowsOf(`SELECT indicador, valor, anio FROM observatory.ultimos_valores WHERE pais = 'XAC'`);
    expect(row).toEqual({ indicador: 'desempleo', valor: 8.5, anio: 2024 });
  });

  it('averages by country every 30 s, over all indicators and of each', async () => {
    const statement = `SELECT indicador, valor_promedio, num_eventos FROM observatory.promedios_30s WHERE pais = 'XAB' AND dia = '${day}'`;
    expect(await rowsOf(statement, 2)).toEqual([
      { indicador: 'pib_growth', valor_promedio: 2.1, num_eventos: 1 },
      { indicador: 'todos', valor_promedio: 2.1, num_eventos: 1 },
    ]);
  });

  it('measures by indicator every 15 min, in each country and over all', async () => {
    const statement = `SELECT pais, num_eventos FROM observatory.metricas_15min WHERE indicador = 'desempleo' AND dia = '${day}'`;
    const rows = await until(
      () => query(statement),
      (found) => ['XAC', 'todos'].every((name) => found.some(({ pais }) => pais === name)),
    );
    expect(rows.find(({ pais }) => pais === 'XAC')).toEqual({ pais: 'XAC', num_eventos: 1 });
  });

  it('raises the corruption alert, by country and day', async () => {
    const [row] = await rowsOf(
      `SELECT regla, nivel, indicador, valor, mensaje FROM observatory.alertas WHERE pais = 'XAD' AND dia = '${day}'`,
    );
    expect(row).toEqual({
      regla: 'corrupcion',
      nivel: 'critico',
      indicador: 'indice_corrupcion',
      valor: 17,
      mensaje: 'indice_corrupcion of XAD is 17 (points of 100), below 20: critico',
    });
  });
});

describe('the observatory’s generator', () => {
  it('sends with faults, and all of it is accounted for, to the byte', async () => {
    const { runId } = await caudalJson<{ runId: string }>([
      ...['produce', 'observatory', '--rate', '50', '--for', '3s', '--devices', '4', '--seed', '8'],
      ...['--invalid', '10%', '--duplicate', '5%', '--late', '5%', '--out-of-order', '5%'],
    ]);
    const account = await caudalJson<Row>(['ledger', 'observatory', '--run', runId, '--wait', '60s']);
    expect(account).toMatchObject({ sent: 150, failed: 0, inFlight: 0, lost: 0 });
    for (const kind of ['stored', 'duplicate', 'rejected']) expect(account[kind]).toBeGreaterThan(0);
    const latest = await query(`SELECT indicador, ts FROM observatory.ultimos_valores WHERE pais = 'BOL'`);
    const days = [Date.now() - 86_400_000, Date.now()].map((ms) => `'${new Date(ms).toISOString().slice(0, 10)}'`);
    const events = await query(
      `SELECT indicador, ts FROM observatory.eventos_por_pais WHERE pais = 'BOL' AND dia IN (${days})`,
    );
    const byTime = [...events].sort((a, b) => (String(a.ts) < String(b.ts) ? -1 : 1));
    const newest = new Map(byTime.map(({ indicador, ts }) => [indicador, ts]));
    expect(new Map(latest.map(({ indicador, ts }) => [indicador, ts]))).toEqual(newest);
  });
});

describe('sensors of version 2', () => {
  it('are stored beside those of version 1, with pressure and location', async () => {
    const timestamp = Date.now();
    const wire = {
      sensor_id: 'V2-1',
      temperature: 24.5,
      humidity: 50,
      pressure: 1001.25,
      timestamp,
      location: 'office',
    };
    const old = { event_id: 'v1-1', device_id: 'v2-1', ts: new Date(timestamp - 1).toISOString(), temperature_c: 20 };
    const input = [wire, { ...old, humidity_pct: 40 }].map((event) => JSON.stringify(event)).join('\n');
    expect((await caudal(['send', 'sensors'], { input })).code).toBe(0);
    const rows = await rowsOf(
      `SELECT event_id, temperature_c, pressure_hpa, location FROM rt.readings_by_device WHERE device_id = 'v2-1' AND day = '${new Date(timestamp).toISOString().slice(0, 10)}'`,
      2,
    );
    expect(rows).toEqual([
      { event_id: `${timestamp}-v2-1`, temperature_c: 24.5, pressure_hpa: 1001.25, location: 'office' },
      { event_id: 'v1-1', temperature_c: 20, pressure_hpa: null, location: null },
    ]);
  });
});
