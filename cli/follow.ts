import { open, stat } from 'node:fs/promises';
import { systemClock } from '../functions/clients/clock.ts';

const POLL_MS = 300;

/** What is added to a file from now on, until the signal. A file that shrinks (rotation) is read from its start again. */
export async function* followFile(file: string, signal: AbortSignal): AsyncGenerator<string> {
  let { size: offset } = await stat(file);
  while (!signal.aborted) {
    const { size } = await stat(file).catch(() => ({ size: 0 }));
    if (size < offset) offset = 0;
    if (size > offset) {
      const handle = await open(file);
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(Math.min(size - offset, 1_048_576)),
        0,
        undefined,
        offset,
      );
      await handle.close();
      offset += bytesRead;
      yield buffer.subarray(0, bytesRead).toString();
    }
    await systemClock.sleep(POLL_MS, signal);
  }
}
