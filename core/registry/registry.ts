import { deleteConfig, readConfig, writeConfig } from './config.ts';
import { invalidSubject, keptForGood, noSchema, noSuchPath, notAllowed, RegistryError } from './errors.ts';
import type { RegistryRequest, RegistryResponse, RegistryStore } from './model.ts';
import {
  listVersions,
  lookUp,
  oneVersion,
  plainSchema,
  registerVersion,
  schemaText,
  testCompatibility,
} from './subjects.ts';

/** A route: its methods, by parts of the path, of which `*` stands for any one. */
type Route = readonly [pattern: string, methods: Readonly<Record<string, Answer>>];
type Answer = (store: RegistryStore, request: RegistryRequest, ...names: string[]) => Promise<unknown>;

const routes: readonly Route[] = [
  ['', { GET: async () => ({}) }],
  ['schemas/types', { GET: async () => ['AVRO'] }],
  ['schemas/ids/*', { GET: async (store, _, id = '') => ({ schema: await schemaText(store, idOf(id)) }) }],
  ['schemas/ids/*/schema', { GET: async (store, _, id = '') => JSON.parse(await schemaText(store, idOf(id))) }],
  ['subjects', { GET: listSubjects }],
  ['subjects/*', { POST: underSubject(lookUp), DELETE: refuseToDelete }],
  ['subjects/*/versions', { GET: underSubject(listVersions), POST: underSubject(registerVersion) }],
  ['subjects/*/versions/*', { GET: underSubject(oneVersion), DELETE: refuseToDelete }],
  ['subjects/*/versions/*/schema', { GET: underSubject(plainSchema) }],
  ['compatibility/subjects/*/versions', { POST: underSubject(testCompatibility) }],
  ['compatibility/subjects/*/versions/*', { POST: underSubject(testCompatibility) }],
  ['config', { GET: readConfig, PUT: writeConfig, DELETE: (store) => deleteConfig(store) }],
  ['config/*', { GET: readConfig, PUT: writeConfig, DELETE: (store, _, subject) => deleteConfig(store, subject) }],
  ['mode', { GET: async () => ({ mode: 'READWRITE' }) }],
];

/**
 * Answers a call of the REST API of Confluent's Schema Registry, as far as clients of Avro need it: subjects, versions, ids,
 * compatibility. What it refuses it answers as that does, with `error_code` and `message`.
 *
 * @see https://docs.confluent.io/platform/current/schema-registry/develop/api.html
 * @throws what the store throws
 */
export async function answerRegistry(store: RegistryStore, request: RegistryRequest): Promise<RegistryResponse> {
  try {
    return { status: 200, body: await routed(store, request) };
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return { status: error.status, body: { error_code: error.code, message: error.message } };
  }
}

async function routed(store: RegistryStore, request: RegistryRequest): Promise<unknown> {
  const path = partsOf(request.path);
  for (const [pattern, methods] of routes) {
    const parts = pattern === '' ? [] : pattern.split('/');
    if (parts.length !== path.length || !parts.every((part, index) => part === '*' || part === path[index])) continue;
    const answer = methods[request.method];
    if (!answer) throw notAllowed(request.method);
    return answer(store, request, ...path.filter((_, index) => parts[index] === '*'));
  }
  throw noSuchPath();
}

/** Parts of a path; a slash inside a subject is percent-encoded. */
function partsOf(path: string): string[] {
  try {
    return path
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    throw noSuchPath();
  }
}

function underSubject(
  answer: (call: { store: RegistryStore; subject: string; request: RegistryRequest }, name: string) => Promise<unknown>,
): Answer {
  return (store, request, subject = '', name = '') => {
    const isFit = subject.length <= 255 && subject.isWellFormed() && !/\p{Cc}/u.test(subject);
    if (!isFit) throw invalidSubject(subject);
    return answer({ store, subject, request }, name);
  };
}

async function listSubjects(store: RegistryStore, { query }: RegistryRequest): Promise<unknown> {
  const prefix = query.get('subjectPrefix') ?? '';
  return (await store.subjects()).filter((subject) => subject.startsWith(prefix));
}

async function refuseToDelete(): Promise<never> {
  throw keptForGood();
}

function idOf(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw noSchema();
  return Number(text);
}
