import type { CloudConfig } from './config.ts';
import type { Service } from './services/service.ts';
import { inputsHash } from './setup/stamp.mjs';

/** Hash of what a service would be started with now: program, arguments, environment, and the content of its inputs. */
export function fingerprint(service: Service, config: CloudConfig): string {
  return inputsHash(service.inputs(config), [JSON.stringify(service.launch(config))]);
}
