import type { Kept } from './item.ts';

/** Last versions of items, by partition key, bounded in bytes: what was used longest ago goes first. */
export class StateMemory {
  readonly #kept = new Map<string, Kept>();
  readonly #maxBytes: number;
  #bytes = 0;

  /** @param maxBytes of keys and states together, as JavaScript holds them: two bytes a character at the most */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(pk: string): Kept | undefined {
    const kept = this.#kept.get(pk);
    if (kept) this.set(pk, kept);
    return kept;
  }

  set(pk: string, kept: Kept): void {
    this.forget(pk);
    this.#kept.set(pk, kept);
    this.#bytes += sizeOf(pk, kept);
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.forget(oldest);
    }
  }

  forget(pk: string): void {
    const kept = this.#kept.get(pk);
    if (!kept) return;
    this.#kept.delete(pk);
    this.#bytes -= sizeOf(pk, kept);
  }
}

function sizeOf(pk: string, { state }: Kept): number {
  return 2 * (pk.length + (state?.length ?? 0));
}
