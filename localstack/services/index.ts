import type { ServiceName } from '../config.ts';
import { cassandra } from './cassandra.ts';
import { dynamodb } from './dynamodb.ts';
import { kinesis } from './kinesis.ts';
import { localstack } from './localstack.ts';
import { mapping } from './mapping.ts';
import { registry } from './registry.ts';
import type { Service } from './service.ts';

/** The parts of the local cloud by name. */
export const services: Readonly<Record<ServiceName, Service>> = {
  cassandra,
  dynamodb,
  kinesis,
  mapping,
  localstack,
  registry,
};
