import type { CompatibilityLevel } from '../../core/registry/compatibility/levels.ts';
import type { Addition, RegistryStore, SubjectVersion } from '../../core/registry/model.ts';

/** A registry's store in memory, with the conditions that the table has. */
export class MemoryRegistry implements RegistryStore {
  readonly #schemas: string[] = [];
  readonly #ids = new Map<string, number>();
  readonly #versions = new Map<string, SubjectVersion[]>();
  readonly #levels = new Map<string | undefined, CompatibilityLevel>();
  /** Called before each addition: another writer may be faster. */
  beforeAdd: (addition: Addition) => Promise<void> = async () => {};

  async schema(id: number): Promise<string | undefined> {
    return this.#schemas[id - 1];
  }

  async idOf(fingerprint: string): Promise<number | undefined> {
    return this.#ids.get(fingerprint);
  }

  async lastId(): Promise<number> {
    return this.#schemas.length;
  }

  async subjects(): Promise<readonly string[]> {
    return [...this.#versions.keys()].sort();
  }

  async versions(subject: string): Promise<readonly SubjectVersion[]> {
    return [...(this.#versions.get(subject) ?? [])];
  }

  async add(addition: Addition): Promise<boolean> {
    await this.beforeAdd(addition);
    const { subject, version, id, added } = addition;
    const versions = this.#versions.get(subject) ?? [];
    if (version !== versions.length + 1) return false;
    if (added && (id !== this.#schemas.length + 1 || this.#ids.has(added.fingerprint))) return false;
    if (added) {
      this.#schemas.push(added.schema);
      this.#ids.set(added.fingerprint, id);
    }
    this.#versions.set(subject, [...versions, { version, id }]);
    return true;
  }

  async level(subject?: string): Promise<CompatibilityLevel | undefined> {
    return this.#levels.get(subject);
  }

  async setLevel(subject: string | undefined, level: CompatibilityLevel | undefined): Promise<void> {
    if (level) this.#levels.set(subject, level);
    else this.#levels.delete(subject);
  }
}
