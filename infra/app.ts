import { App } from 'aws-cdk-lib';
import { consumers } from '../consumers/index.ts';
import { examples, pipelines } from '../pipelines/index.ts';
import { addCaudal } from './caudal.ts';
import { selectedPipelines } from './selected-pipelines.ts';
import { trueOrFalse } from './true-or-false.ts';

const app = new App();
addCaudal(app, selectedPipelines(app.node, pipelines, examples), { consumers });
if (trueOrFalse(app.node, 'nag', false)) {
  const { checkWithNag } = await import('./nag.ts');
  checkWithNag(app);
}
