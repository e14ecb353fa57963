import { show } from '../show.ts';

/**
 * A request that the registry refuses, with the code that clients of Confluent's know it by.
 *
 * @see https://docs.confluent.io/platform/current/schema-registry/develop/api.html
 */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  /** HTTP status and two digits more, or the status alone. */
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }

  get status(): number {
    return this.code > 999 ? Math.floor(this.code / 100) : this.code;
  }
}

export const noSuchPath = () => new RegistryError(404, 'HTTP 404 Not Found');
export const notAllowed = (method: string) => new RegistryError(405, `HTTP 405 Method Not Allowed: ${method}`);
export const noSubject = (subject: string) => new RegistryError(40401, `Subject '${subject}' not found.`);
export const noVersion = (version: number | string) => new RegistryError(40402, `Version ${version} not found.`);
export const noSchema = (id?: number) =>
  new RegistryError(40403, id === undefined ? 'Schema not found' : `Schema ${id} not found`);
export const noLevel = (subject: string) =>
  new RegistryError(40408, `Subject '${subject}' does not have subject-level compatibility configured`);
export const incompatible = (subject: string, differences: readonly string[]) =>
  new RegistryError(
    40901,
    `Schema being registered is incompatible with an earlier schema for subject "${subject}": ${differences.join('; ')}`,
  );
export const invalidSchema = (why: string) => new RegistryError(42201, `Invalid schema: ${why}`);
export const invalidVersion = (received: string) =>
  new RegistryError(
    42202,
    `The specified version ${show(received)} is not a valid version id: a whole number from 1 to 2147483647, or latest`,
  );
export const invalidLevel = (received: unknown) =>
  new RegistryError(
    42203,
    'Invalid compatibility level: must be NONE, BACKWARD, FORWARD, FULL, BACKWARD_TRANSITIVE, FORWARD_TRANSITIVE or ' +
      `FULL_TRANSITIVE (received ${show(received)})`,
  );
export const keptForGood = () =>
  new RegistryError(
    42205,
    'Schemas are never deleted here: events that are kept name them by their id. Register a next version instead',
  );
export const invalidSubject = (subject: string) =>
  new RegistryError(
    42208,
    `The specified subject ${show(subject)} is not valid: 1 to 255 characters, none of them a control character`,
  );
export const schemaTooLarge = (length: number, most: number) =>
  new RegistryError(42209, `Schema is too large: ${length} characters, over ${most}`);
