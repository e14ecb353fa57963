// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { nodeMissing } from '../../setup/node-version.mjs';
import { error, ok } from '../finding.mjs';

/** @import { Places } from '../../setup/places.mjs' */

/**
 * What runs what. That each is the right one is the stamps' affair, see `setUpState`; only Node can be wrong here.
 *
 * @param {Places} places
 * @param {string} [node] version of this process
 */
export function versions(places, node = process.version) {
  const missing = nodeMissing(node);
  if (missing) return error('versions', `Node ${node}`, { why: 'Set-up and this command need it.', mend: missing });
  const jars = path.join(places.jars, 'cassandra');
  const named = {
    Node: node.slice(1),
    Java: javaVersion(places.java),
    LocalStack: distribution(places.python, 'localstack_core'),
    'AWS CLI': distribution(places.python, 'awscli'),
    Cassandra: jarVersion(jars, 'cassandra-all'),
    'DynamoDB Local': jarVersion(path.join(places.jars, 'dynamodb'), 'DynamoDBLocal'),
  };
  return ok(
    'versions',
    Object.entries(named)
      .flatMap(([name, version]) => (version ? `${name} ${version}` : []))
      .join(', '),
  );
}

/** @param {string} file that set-up has left */
function javaVersion(file) {
  if (!existsSync(file)) return undefined;
  const release = path.resolve(JSON.parse(readFileSync(file, 'utf8')).java, '..', '..', 'release');
  return existsSync(release) ? /^JAVA_VERSION="(.+)"$/m.exec(readFileSync(release, 'utf8'))?.[1] : undefined;
}

/**
 * @param {string} python folder of the environment
 * @param {string} name of the distribution, as its folder has it
 */
function distribution(python, name) {
  const library = path.join(python, 'lib');
  const packages = list(library).flatMap((version) => list(path.join(library, version, 'site-packages')));
  return packages.flatMap((entry) => entry.match(new RegExp(`^${name}-(.+)\\.dist-info$`))?.[1] ?? [])[0];
}

/**
 * @param {string} folder
 * @param {string} name
 */
function jarVersion(folder, name) {
  return list(folder).flatMap((entry) => entry.match(new RegExp(`^${name}-([\\d.]+)\\.jar$`))?.[1] ?? [])[0];
}

/** @param {string} folder */
const list = (folder) => (existsSync(folder) ? readdirSync(folder) : []);
