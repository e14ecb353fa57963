import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';

/** Replaces a file, whole or not at all. When this resolves, the content is on disk. */
export async function writeDurably(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const part = `${file}.part`;
  await withFile(part, 'w', async (handle) => {
    await handle.writeFile(content);
    await handle.datasync();
  });
  await rename(part, file);
  // The name itself lies in the folder.
  await withFile(path.dirname(file), 'r', (handle) => handle.sync());
}

/** The content of a file; undefined when there is none. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

type Handle = Awaited<ReturnType<typeof open>>;

async function withFile(file: string, flags: string, use: (handle: Handle) => Promise<void>): Promise<void> {
  const handle = await open(file, flags);
  try {
    await use(handle);
  } finally {
    await handle.close();
  }
}
