import type { LoadPlan } from '../plan.ts';
import { protocols } from '../protocols/index.ts';

/** Arguments of k6 for one run; the script is a path, or `-` for standard input. */
export function k6Arguments(script: string): string[] {
  return [
    'run',
    '--quiet',
    '--no-color',
    '--no-usage-report',
    '--summary-mode=disabled',
    '--out=seatrial',
    script,
  ];
}

/** Variables that keep k6 from reaching out, whatever else is set. */
export const k6Environment = { K6_AUTO_EXTENSION_RESOLUTION: 'false' } as const;

/** What the engine takes from its environment (`xk6-seatrial/README.md`); none of it is anybody else's to set. */
export const engineVariables: readonly string[] = [
  'INPUT',
  'RECORDS_FD',
  'REQUESTS',
  'LISTEN',
  'LINGER',
  'GATE',
  'SEGMENT',
  'SHARDS',
].map((name) => `SEATRIAL_${name}`);

/** The file that `SEATRIAL_INPUT` names; an unknown protocol is told in words. */
export function engineInput(
  plan: LoadPlan,
  id: string,
): { readonly text: string } | { readonly problem: string } {
  const probing = plan.guards?.probe?.protocol ?? plan.target.protocol;
  const protocol = protocols.get(plan.target.protocol);
  const probeProtocol = protocols.get(probing);
  if (protocol && probeProtocol) return { text: JSON.stringify({ id, plan, protocol, probeProtocol }) };
  const missing = protocol ? probing : plan.target.protocol;
  return { problem: `there is no protocol ${missing}; known are ${[...protocols.keys()].join(', ')}` };
}

/** When a run must be over, whatever happens: its budget, the last requests, and some time to start and end. */
export function deadlineSeconds(plan: LoadPlan): number {
  const before = plan.guards?.beforeSeconds ?? 0;
  return Math.ceil(before + plan.budget.maxSeconds + 2 * plan.requestTimeoutSeconds + 60);
}
