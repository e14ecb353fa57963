import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type CloudConfig, repositoryRoot } from './config.ts';

/** Programs and jars that set-up brought. Absolute paths. */
export interface ToolPaths {
  /** Python 3.13 with LocalStack, the AWS CLI, ruff and pytest. */
  readonly python: string;
  /** AWS CLI v1. */
  readonly aws: string;
  /** Node 24, the npm package. */
  readonly node: string;
  /** Java 17 (what Cassandra runs on), as set-up found it. */
  readonly java: string;
  readonly cassandraJars: string;
  readonly dynamodbJars: string;
  /** Class-data archives, per Java and jars. */
  readonly archives: string;
}

/**
 * Where the tools lie.
 *
 * @throws {Error} when set-up has not run, with the command that runs it
 */
export function toolPaths(config: CloudConfig): ToolPaths {
  const paths = {
    python: path.join(config.tools, 'python', 'bin', 'python'),
    aws: path.join(config.tools, 'python', 'bin', 'aws'),
    node: path.join(repositoryRoot, 'node_modules', 'node', 'bin', 'node'),
    java: javaPath(config),
    cassandraJars: path.join(config.tools, 'jars', 'cassandra'),
    dynamodbJars: path.join(config.tools, 'jars', 'dynamodb'),
    archives: path.join(config.tools, 'archives'),
  };
  for (const file of [paths.python, paths.node, paths.java, paths.cassandraJars, paths.dynamodbJars]) {
    if (!existsSync(file)) throw new Error(`${file} is missing. Run: node localstack/setup.mjs`);
  }
  return paths;
}

/** File that changes with the version of Node 24. */
export const nodeManifest = path.join(repositoryRoot, 'node_modules', 'node', 'package.json');

/** Files that change with the Python environment and the extension in it. */
export function pythonStamps(config: CloudConfig): string[] {
  const folder = path.join(config.tools, 'python');
  return [path.join(folder, '.caudal-stamp'), path.join(folder, '.caudal-extension')];
}

/** Files that change with the jars, or with the version of the Java that runs them. */
export function javaStamps(config: CloudConfig): string[] {
  const javaHome = path.resolve(javaPath(config), '..', '..');
  return [path.join(javaHome, 'release'), path.join(config.tools, 'jars', '.caudal-stamp')];
}

function javaPath(config: CloudConfig): string {
  const file = path.join(config.tools, 'java.json');
  if (!existsSync(file)) throw new Error(`${file} is missing. Run: node localstack/setup.mjs`);
  const { java } = JSON.parse(readFileSync(file, 'utf8')) as { java: string };
  return java;
}
