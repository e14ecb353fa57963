import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect, createServer } from 'node:net';

/** A port on 127.0.0.1 that a service needs, and the variable that moves it. */
export interface NeededPort {
  readonly port: number;
  readonly variable: string;
}

/** A port that a service needs is held by a process that is not ours. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
  readonly port: number;
  readonly variable: string;
  /** As `name (pid n)`; undefined when the operating system does not tell. */
  readonly holder: string | undefined;
  readonly remedy: string;

  constructor(service: string, { port, variable }: NeededPort, holder: string | undefined) {
    const who = holder === undefined ? 'another process' : holder;
    const remedy = `End it, or move the port: ${variable}=${port + 10_000 > 64_535 ? port - 10_000 : port + 10_000}`;
    super(`Port ${port} on 127.0.0.1, which ${service} needs, is taken by ${who}. ${remedy}`);
    this.port = port;
    this.variable = variable;
    this.holder = holder;
    this.remedy = remedy;
  }
}

/** @throws {PortTakenError} for the first port that is not free */
export async function requireFreePorts(service: string, needed: readonly NeededPort[]): Promise<void> {
  for (const need of needed) {
    const free = !(await answers(need.port)) && (await canBind(need.port));
    if (!free) throw new PortTakenError(service, need, holderOf(need.port));
  }
}

/**
 * Whether something accepts connections on 127.0.0.1. A port may be bound on all interfaces and still look free to bind.
 *
 * @param timeoutMilliseconds what says neither yes nor no for so long is there, but busy
 */
export function answers(port: number, timeoutMilliseconds = 1000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: timeoutMilliseconds });
    const end = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    // When this process was busy for so long, the answer may be there already, unread: that comes first.
    socket.once('timeout', () => setImmediate(end, true));
  });
}

function canBind(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Who listens on a port, as `name (pid n)`; undefined when the operating system does not tell this user. */
export function holderOf(port: number): string | undefined {
  try {
    return process.platform === 'linux' ? linuxHolder(port) : lsofHolder(port);
  } catch {
    return undefined;
  }
}

function linuxHolder(port: number): string | undefined {
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    listeningInodes(readFileSync(file, 'utf8'), port),
  );
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (inodes.some((inode) => holdsSocket(pid, inode))) {
      return `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (pid ${pid})`;
    }
  }
  return undefined;
}

/** Inodes of the sockets that listen on a port, from the text of `/proc/net/tcp` or `tcp6`. */
export function listeningInodes(table: string, port: number): string[] {
  const listening = '0A';
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((row) => row[3] === listening && Number.parseInt(row[1]?.split(':').at(-1) ?? '', 16) === port)
    .flatMap((row) => row[9] ?? []);
}

function holdsSocket(pid: string, inode: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`;
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}

function lsofHolder(port: number): string | undefined {
  const output = execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-F', 'pc'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  const name = /^c(.+)$/m.exec(output)?.[1];
  return pid === undefined ? undefined : `${name ?? 'a process'} (pid ${pid})`;
}
