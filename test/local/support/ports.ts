import { createServer } from 'node:net';

/** How far Cassandra's storage port lies above the one for CQL. */
const STORAGE_PORT_OFFSET = 1000;

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Ports of a lane of suites that run side by side; each has some of its own, since two may look at the same moment. */
const PORTS_OF_LANE = 2 * STORAGE_PORT_OFFSET;

/** Environment variables that give a cloud a name and ports which nobody holds at the moment. */
export async function cloudVariables(name: string): Promise<Record<string, string>> {
  const first = 20_000 + Number(process.env.CAUDAL_TEST_LANE ?? 0) * PORTS_OF_LANE;
  for (let tries = 0; tries < 50; tries += 1) {
    const base = first + Math.floor((Math.random() * STORAGE_PORT_OFFSET) / 10) * 10;
    const ports = [0, 1, 2, 3, 4, 5, 3 + STORAGE_PORT_OFFSET].map((offset) => base + offset);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) {
      return {
        CAUDAL_CLOUD: name,
        CAUDAL_PORT: String(base),
        CAUDAL_DYNAMODB_PORT: String(base + 1),
        CAUDAL_KINESIS_PORT: String(base + 2),
        CAUDAL_CASSANDRA_PORT: String(base + 3),
        CAUDAL_MAPPING_PORT: String(base + 4),
        CAUDAL_REGISTRY_PORT: String(base + 5),
      };
    }
  }
  throw new Error(`found no seven free ports from ${first} to ${first + PORTS_OF_LANE} in 50 tries`);
}
