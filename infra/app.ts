import { App } from 'aws-cdk-lib';
import { pipelines } from '../pipelines/index.ts';
import { addCaudal } from './caudal.ts';

addCaudal(new App(), pipelines);
