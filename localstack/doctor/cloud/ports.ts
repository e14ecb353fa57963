import { type CloudConfig, type ServiceName, serviceNames } from '../../config.ts';
import { type NeededPort, PortTakenError, requireFreePorts } from '../../ports.ts';
import { services } from '../../services/index.ts';
import type { CloudStatus } from '../../status.ts';
import { error, type Finding, ok } from '../finding.mjs';

/** What is looked at: the ports of each service that does not run. */
type Needs = Readonly<Partial<Record<ServiceName, readonly NeededPort[]>>>;

/** Whether the ports of the services that do not run are free, and if not, who holds them. */
export async function portFindings(needs: Needs): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [service, ports] of Object.entries(needs)) {
    try {
      await requireFreePorts(service, ports);
    } catch (cause) {
      if (!(cause instanceof PortTakenError)) throw cause;
      const why = `${service} cannot start.`;
      findings.push(
        error('ports', `${cause.port} is taken by ${cause.holder ?? 'another process'}`, { why, mend: cause.remedy }),
      );
    }
  }
  if (findings.length > 0) return findings;
  const free = Object.values(needs)
    .flat()
    .map(({ port }) => port);
  return [ok('ports', free.length === 0 ? 'each is held by its service' : `free: ${free.join(', ')}`)];
}

/** The ports of the services that are down. */
export function portsNeeded(config: CloudConfig, status: Pick<CloudStatus, 'services'>): Needs {
  const hasProcess = (name: ServiceName) =>
    status.services.some(({ service, uptimeSeconds }) => service === name && uptimeSeconds !== undefined);
  const down = serviceNames.filter((name) => !hasProcess(name));
  return Object.fromEntries(down.map((name) => [name, services[name].ports(config)]));
}
