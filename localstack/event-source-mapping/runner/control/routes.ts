import type { MetricBuffer } from '../../../metrics/buffer.ts';
import { InvalidMappingError, readSettings } from '../../index.ts';
import type { Mappings } from '../mappings.ts';
import { type Answer, BadRequest, type Route } from './server.ts';

const mappingPath = /^\/mappings\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** What LocalStack's extension and `caudal status` ask of the runner. */
export function controlRoutes(mappings: Mappings, metrics: MetricBuffer): Route[] {
  return [
    { method: 'GET', path: /^\/health$/, answer: () => ok({ status: 'running' }) },
    { method: 'GET', path: /^\/mappings$/, answer: () => ok({ mappings: mappings.all().map((one) => one.status()) }) },
    {
      method: 'GET',
      path: /^\/checkpoints$/,
      answer: async () => ok({ mappings: await Promise.all(mappings.all().map((one) => one.measured())) }),
    },
    {
      method: 'GET',
      path: mappingPath,
      answer: ([uuid = '']) => {
        const mapping = mappings.get(uuid);
        return mapping ? ok(mapping.status()) : { status: 404, body: { message: `there is no mapping ${uuid}` } };
      },
    },
    {
      method: 'PUT',
      path: mappingPath,
      answer: async ([uuid = ''], body) => {
        const { configuration, roleArn, enabled } = objectOf(body);
        const settings = objectOf(configuration);
        if (typeof enabled !== 'boolean') throw new BadRequest(`"enabled" must be true or false (received ${enabled})`);
        if (typeof roleArn !== 'string') throw new BadRequest(`"roleArn" must be an ARN (received ${roleArn})`);
        return refusing(async () => ok(await mappings.put(uuid, { configuration: settings, roleArn, enabled })));
      },
    },
    {
      method: 'DELETE',
      path: mappingPath,
      answer: async ([uuid = '']) => {
        await mappings.remove(uuid);
        return ok({});
      },
    },
    {
      method: 'POST',
      path: /^\/mappings\/sync$/,
      answer: async (_, body) => {
        const { uuids } = objectOf(body);
        if (!Array.isArray(uuids)) throw new BadRequest('"uuids" must be the list of all mappings');
        await mappings.keep(uuids);
        return ok({});
      },
    },
    {
      method: 'POST',
      path: /^\/validate$/,
      answer: (_, body) =>
        refusing(async () => {
          readSettings(objectOf(body));
          return ok({});
        }),
    },
    { method: 'POST', path: /^\/_caudal\/metrics\/drain$/, answer: () => ok(metrics.drain()) },
  ];
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** Settings that AWS refuses are answered with its words. */
async function refusing(action: () => Promise<Answer>): Promise<Answer> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof InvalidMappingError)) throw error;
    return { status: 400, body: { code: error.code, message: error.message } };
  }
}

function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null) return { ...body };
  throw new BadRequest(`expected a JSON object (received ${JSON.stringify(body)})`);
}
