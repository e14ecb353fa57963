import { defaultLevel, levelOf } from './compatibility/levels.ts';
import { invalidLevel, noLevel } from './errors.ts';
import type { RegistryRequest, RegistryStore } from './model.ts';

/** `GET /config` and `GET /config/{subject}` */
export async function readConfig(store: RegistryStore, request: RegistryRequest, subject?: string): Promise<unknown> {
  const own = await store.level(subject);
  if (own) return { compatibilityLevel: own };
  if (subject !== undefined && request.query.get('defaultToGlobal') !== 'true') throw noLevel(subject);
  return { compatibilityLevel: (await store.level()) ?? defaultLevel };
}

/** `PUT /config` and `PUT /config/{subject}` */
export async function writeConfig(store: RegistryStore, { body }: RegistryRequest, subject?: string): Promise<unknown> {
  const received = compatibilityOf(body);
  const level = levelOf(received);
  if (!level) throw invalidLevel(received);
  await store.setLevel(subject, level);
  return { compatibility: level };
}

/** `DELETE /config` and `DELETE /config/{subject}`: answers with what it was */
export async function deleteConfig(store: RegistryStore, subject?: string): Promise<unknown> {
  const own = await store.level(subject);
  if (!own && subject !== undefined) throw noLevel(subject);
  await store.setLevel(subject, undefined);
  return { compatibilityLevel: own ?? defaultLevel };
}

function compatibilityOf(body: string): unknown {
  try {
    const request: unknown = JSON.parse(body);
    return typeof request === 'object' && request !== null && 'compatibility' in request && request.compatibility;
  } catch {
    return undefined;
  }
}
