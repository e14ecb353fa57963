import { invalidVersion, noSchema, noSubject, noVersion } from './errors.ts';
import type { RegistryRequest, RegistryStore, SubjectVersion } from './model.ts';
import { check, register } from './register.ts';
import { schemaOfBody } from './schema.ts';

/** A call under a subject: the store, and what was sent. */
export interface SubjectCall {
  readonly store: RegistryStore;
  readonly subject: string;
  readonly request: RegistryRequest;
}

/** `POST /subjects/{subject}/versions` */
export async function registerVersion({ store, subject, request }: SubjectCall): Promise<unknown> {
  return register(store, subject, schemaOfBody(request.body));
}

/** `GET /subjects/{subject}/versions` */
export async function listVersions({ store, subject }: SubjectCall): Promise<unknown> {
  return (await versionsOf(store, subject)).map(({ version }) => version);
}

/** `GET /subjects/{subject}/versions/{version}` */
export async function oneVersion({ store, subject }: SubjectCall, name: string): Promise<unknown> {
  const found = await namedVersion(store, subject, name);
  return { subject, ...found, schema: await schemaText(store, found.id) };
}

/** `GET /subjects/{subject}/versions/{version}/schema` */
export async function plainSchema({ store, subject }: SubjectCall, name: string): Promise<unknown> {
  const { id } = await namedVersion(store, subject, name);
  return JSON.parse(await schemaText(store, id));
}

/** `POST /subjects/{subject}`: whether the subject has the schema */
export async function lookUp({ store, subject, request }: SubjectCall): Promise<unknown> {
  const schema = schemaOfBody(request.body);
  const [versions, id] = await Promise.all([versionsOf(store, subject), store.idOf(schema.fingerprint)]);
  const found = versions.find((version) => version.id === id);
  if (!found) throw noSchema();
  return { subject, ...found, schema: await schemaText(store, found.id) };
}

/** `POST /compatibility/subjects/{subject}/versions/{version}`. @param name empty: none is named, so as registering would */
export async function testCompatibility({ store, subject, request }: SubjectCall, name: string): Promise<unknown> {
  const schema = schemaOfBody(request.body);
  const held = name === '' ? await store.versions(subject) : [await namedVersion(store, subject, name)];
  const differences = await check(store, subject, schema, held);
  const messages = request.query.get('verbose')?.toLowerCase() === 'true' && { messages: differences };
  return { is_compatible: differences.length === 0, ...messages };
}

/** Text of a schema. @throws {RegistryError} 40403 */
export async function schemaText(store: RegistryStore, id: number): Promise<string> {
  const text = await store.schema(id);
  if (text === undefined) throw noSchema(id);
  return text;
}

async function versionsOf(store: RegistryStore, subject: string): Promise<readonly SubjectVersion[]> {
  const versions = await store.versions(subject);
  if (versions.length === 0) throw noSubject(subject);
  return versions;
}

async function namedVersion(store: RegistryStore, subject: string, name: string): Promise<SubjectVersion> {
  const number = Number(name);
  const isLatest = name === 'latest' || name === '-1';
  if (!isLatest && !(/^\d+$/.test(name) && number >= 1 && number < 2 ** 31)) throw invalidVersion(name);
  const versions = await versionsOf(store, subject);
  const found = isLatest ? versions.at(-1) : versions.find(({ version }) => version === number);
  if (!found) throw noVersion(name);
  return found;
}
