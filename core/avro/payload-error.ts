/** Bytes that do not fit their schema. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
  /** Where: names of fields, from the outermost in. */
  path: readonly string[] = [];

  /** The same, one field further out. */
  within(field: string): this {
    this.path = [field, ...this.path];
    return this;
  }
}
