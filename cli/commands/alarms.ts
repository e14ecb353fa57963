import type { Command } from 'commander';
import { readAlarms } from '../alarms/read-alarms.ts';
import { alarmsText } from '../alarms/text.ts';
import { action, stageCommand } from '../command.ts';
import { findDeployment } from '../deployment.ts';
import { stageNames } from '../stage.ts';

/** `caudal alarms` */
export function create(): Command {
  return stageCommand('alarms', 'alarms on metrics: their state, since when, what each means', [
    'alarms',
    'alarms --json | jq ".[] | select(.state == \\"ALARM\\")"',
  ]).action(
    action(async ({ output, config }) => {
      await findDeployment(config);
      const alarms = await readAlarms(stageNames().alarm(''));
      output.result(alarms, () => alarmsText(alarms));
      return undefined;
    }),
  );
}
