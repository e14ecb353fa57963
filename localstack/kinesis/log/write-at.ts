import type { FileHandle } from 'node:fs/promises';

/** Writes all of `bytes` at `position`. @throws the system's error, such as ENOSPC; then a part may be written */
export async function writeAt(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.byteLength) {
    const result = await handle.write(bytes, written, bytes.byteLength - written, position + written);
    written += result.bytesWritten;
  }
}
