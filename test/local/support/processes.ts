import { readdirSync, readFileSync } from 'node:fs';
import { cloudConfig } from '../../../localstack/config.ts';

/** Process ids of the execution environments of a function of the suite's cloud. Reads /proc, so Linux alone. */
export function functionProcesses(functionName: string): number[] {
  const endpoint = `AWS_ENDPOINT_URL=http://127.0.0.1:${cloudConfig(process.env).ports.localstack}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const variables = environmentOf(pid);
      return variables.includes(`AWS_LAMBDA_FUNCTION_NAME=${functionName}`) && variables.includes(endpoint);
    })
    .map(Number);
}

/** Nothing for a process that has ended meanwhile, or that is somebody else's. */
function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
