import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { awsProbe } from '../health.ts';
import { dataFolder } from '../layout.ts';
import { javaStamps, toolPaths } from '../tools.ts';
import type { Service } from './service.ts';

const settings = path.join(import.meta.dirname, 'conf', 'dynamodb.xml');

/** DynamoDB Local. It keeps one SQLite file per account and region, which is what LocalStack's provider expects of it. */
export const dynamodb: Service = {
  name: 'dynamodb',
  ports: (config) => [{ port: config.ports.dynamodb, variable: 'CAUDAL_DYNAMODB_PORT' }],
  startSeconds: 60,
  stopSeconds: 5,

  inputs: (config) => [settings, ...javaStamps(config)],
  prepare: (config) => void mkdirSync(dataFolder(config, 'dynamodb'), { recursive: true }),

  launch(config) {
    const { java, dynamodbJars } = toolPaths(config);
    const data = dataFolder(config, 'dynamodb');
    return {
      command: java,
      args: [
        '-Xmx256m',
        '-XX:+UseSerialGC',
        '-XX:TieredStopAtLevel=1',
        '-XX:+ExitOnOutOfMemoryError',
        `-Djava.library.path=${dynamodbJars}`,
        `-Djava.io.tmpdir=${data}`,
        `-Dcaudal.port=${config.ports.dynamodb}`,
        `-Dcaudal.data=${data}`,
        '-cp',
        path.join(dynamodbJars, '*'),
        'org.eclipse.jetty.xml.XmlConfiguration',
        settings,
      ],
      cwd: data,
      env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
    };
  },

  probe: (config) =>
    awsProbe({ port: config.ports.dynamodb, service: 'dynamodb', target: 'DynamoDB_20120810.ListTables' }),
};
