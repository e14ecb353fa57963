import { connect, type Socket } from 'node:net';
import { bytes, type Frame, FrameReader, opcode, requestFrame } from './frames.ts';

/** The real Cassandra behind the endpoint. */
export interface Upstream {
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

/** A connection that is logged in. */
export interface LoggedIn {
  readonly socket: Socket;
  /** What came after the log-in, and is still to be passed on. */
  readonly reader: FrameReader;
}

/**
 * Logs in to Cassandra with the password.
 *
 * @param startup body of the client's STARTUP, whose options hold for this connection too
 * @throws {Error} when Cassandra cannot be reached or refuses
 */
export async function logIn({ port, username, password }: Upstream, startup: Buffer): Promise<LoggedIn> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  const reader = new FrameReader();
  const ask = async (operation: number, body: Buffer, wanted: number): Promise<void> => {
    socket.write(requestFrame(operation, body));
    const answer = await nextFrame(socket, reader);
    if (answer.opcode === wanted) return;
    socket.destroy();
    throw new Error(`Cassandra answered ${answer.opcode} to the log-in: ${answer.body.subarray(6)}`);
  };
  await ask(opcode.startup, startup, opcode.authenticate);
  await ask(opcode.authResponse, bytes(Buffer.from(`\0${username}\0${password}`)), opcode.authSuccess);
  return { socket, reader };
}

function nextFrame(socket: Socket, reader: FrameReader): Promise<Frame> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      socket.off('data', take);
      socket.off('error', fail);
    };
    const take = (chunk: Buffer): void => {
      const [frame] = reader.read(chunk);
      if (!frame) return;
      end();
      resolve(frame);
    };
    const fail = (error: Error): void => {
      end();
      reject(error);
    };
    socket.on('data', take);
    socket.on('error', fail);
  });
}
