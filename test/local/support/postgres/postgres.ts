import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { until } from '../until.ts';
import { postgresPrograms } from './install.ts';

/** A PostgreSQL of a test's own, on loopback. */
export interface TestPostgres {
  readonly port: number;
  /** Starts it, again where it was killed, and waits until it answers. */
  start(): Promise<void>;
  /** Ends it as a power cut does: no goodbye, and its data as they were. */
  kill(): Promise<void>;
  /** A connection of a superuser, to be ended by the caller. */
  connect(): Promise<pg.Client>;
  /** Ends it and wipes its data. */
  remove(): Promise<void>;
}

/** `nobody`: PostgreSQL refuses to run as root. */
const NOBODY = 65_534;

const database = 'shop';

/** Makes a cluster of its own in a temporary folder, with a database `shop`. */
export async function createPostgres(port: number): Promise<TestPostgres> {
  const folder = mkdtempSync(path.join(tmpdir(), 'caudal-postgres-'));
  const data = path.join(folder, 'data');
  const isRoot = process.getuid?.() === 0;
  const as = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (isRoot) giveToNobody(folder);
  const programs = await runnable(await postgresPrograms(), folder, as);
  run(programs, 'initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], as);
  let server: ChildProcess | undefined;

  const connectTo = async (name: string): Promise<pg.Client> => {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: name });
    // What is connected when the server is killed is not asked again.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };

  async function start(): Promise<void> {
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'shared_buffers=16MB'];
    const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
    const isGone = () => !server || server.exitCode !== null || server.signalCode !== null;
    const answers = () => {
      // It ends at once while what an earlier one has forked still holds its memory.
      if (isGone()) server = spawn(path.join(programs, 'bin/postgres'), args, { ...as, cwd: folder, stdio: 'ignore' });
      return connectTo('postgres').then(
        (client) => client.end().then(() => true),
        () => false,
      );
    };
    if (!(await until(answers, (yes) => yes, 20_000, 50))) throw new Error('PostgreSQL does not answer after 20 s');
  }

  /** SIGKILL to the server's own process: what it has forked ends by itself when it is gone. */
  async function kill(): Promise<void> {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  }

  await start();
  const client = await connectTo('postgres');
  await client.query(`CREATE DATABASE ${database}`);
  await client.end();
  return {
    port,
    start,
    kill,
    connect: () => connectTo(database),
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** Lets `nobody` into a folder of root's: through the suite's own one, which is closed to others. */
function giveToNobody(folder: string): void {
  chownSync(folder, NOBODY, NOBODY);
  const above = path.dirname(folder);
  chmodSync(above, statSync(above).mode | 0o011);
}

/** The programs where the user that they run as may read them, which the home folder of root forbids. */
async function runnable(programs: string, folder: string, as: { readonly uid?: number }): Promise<string> {
  if (spawnSync(path.join(programs, 'bin/postgres'), ['--version'], { ...as, cwd: folder }).status === 0)
    return programs;
  const copy = path.join(folder, 'programs');
  cpSync(programs, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

function run(programs: string, program: string, args: readonly string[], as: { readonly uid?: number }): void {
  const { status, stderr, error } = spawnSync(path.join(programs, 'bin', program), args, {
    ...as,
    encoding: 'utf8',
    cwd: tmpdir(),
  });
  if (status !== 0) throw new Error(`${program} exited with ${status}: ${stderr}`, { cause: error });
}
