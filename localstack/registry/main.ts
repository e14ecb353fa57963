/**
 * The door of the schema registry on loopback, where clients of Confluent's expect one: each request goes through LocalStack to
 * the URL of the deployed function, so what runs is what runs on AWS. It adds nothing but a signature that nobody checks here.
 */
import { once } from 'node:events';
import { functionUrl } from './function-url.ts';
import { createDoor } from './server.ts';
import { readSettings } from './settings.ts';

const settings = readSettings(process.env);
const log = (text: string): void => console.log(`${new Date().toISOString()} ${text}`);
const door = createDoor(functionUrl(settings.gatewayPort, settings.functionName), log);
door.listen(settings.port, '127.0.0.1');
await once(door, 'listening');
log(`registry listens on 127.0.0.1:${settings.port}`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    door.close(() => process.exit(0));
    door.closeAllConnections();
  });
}
