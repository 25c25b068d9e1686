import { defineCheck } from '../../check.ts';
import type { NetworkProbe } from '../../probes/network/probe.ts';
import { inconclusive, skip } from '../../record/finding.ts';
import { bad, findingOf, good, type Seen, unsure } from '../edge/seen.ts';
import { ownVantage, type Vantage } from './vantage.ts';

export interface EgressOptions {
  /** `host:port` outside, which connected deployments of the platform call: what must be closed where it is air-gapped. */
  readonly outside: readonly string[];
  readonly vantage?: () => Vantage;
}

const connectMs = 5000;

/** Connected: what the posture allows can be reached. Air-gapped: what lies outside cannot. Asked from our own pod, and said so. */
export const egressPosture = ({ outside, vantage = ownVantage }: EgressOptions) =>
  defineCheck({
    id: 'egress-posture',
    title: 'Egress is as declared',
    question: 'Can be reached what must be, and nothing else?',
    needs: { network: true },
    timeoutSeconds: 60,
    blames: 'environment',
    source: 'Managed Kubernetes, Go-live: firewall and network policies match the deployed posture',
    hint: 'Look at firewalls, NAT gateways and network policies between the namespace and the outside.',
    async run({ network, settings, endpoint, progress }) {
      const { posture, egress = [] } = settings;
      if (!posture) return skip('settings.posture does not say whether the platform may reach the outside');
      const connected = posture === 'connected';
      const asked = connected ? egress : outside.filter((target) => !egress.includes(target));
      if (asked.length === 0)
        return skip(
          connected
            ? 'settings.egress does not say what must be reached'
            : 'everything outside that could be tried is allowed by settings.egress',
        );
      if (vantage() === 'outside')
        return inconclusive(
          `asked from outside the cluster, which does not show what pods can reach: run Seatrial in the cluster`,
          { expected: asked.join(', ') },
        );
      progress(`connecting to ${asked.length} targets from Seatrial's own pod`);
      const seen = await Promise.all(asked.map((target) => reach(network, target, connected)));
      const from = "from Seatrial's own pod, to which policies for the platform's pods may not apply";
      // Where nothing can be reached at all, nothing that is closed was closed on purpose.
      if (!connected && !(await isOpen(network, targetOf(endpoint.url))))
        return inconclusive(`not even the platform at ${endpoint.url} can be reached, ${from}`);
      return findingOf(
        seen,
        connected ? 'every target of settings.egress is open' : 'every target outside is closed',
        `${seen.length} of ${seen.length} targets are ${connected ? 'open' : 'closed'}, ${from}`,
      );
    },
  });

async function reach(network: NetworkProbe, target: string, wanted: boolean): Promise<Seen> {
  const { host, port } = split(target);
  const { open, refused } = await network.connect(host, port, connectMs);
  if (open) return wanted ? good(target, 'open') : bad(target, 'can be reached');
  if (!wanted) return good(target, refused ? 'refused' : 'closed');
  // A target that is down for a moment looks like one that is cut off; the attempts of the suite tell them apart.
  return refused
    ? unsure(target, 'it was reached, and nobody listens there')
    : bad(target, 'cannot be reached');
}

const isOpen = async (network: NetworkProbe, target: string): Promise<boolean> => {
  const { host, port } = split(target);
  return (await network.connect(host, port, connectMs)).open;
};

function targetOf(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
}

function split(target: string): { host: string; port: number } {
  const at = target.lastIndexOf(':');
  return { host: target.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(target.slice(at + 1)) };
}
