import { isIP } from 'node:net';
import { defineCheck } from '../../check.ts';
import type { NetworkProbe } from '../../probes/network/probe.ts';
import { skip } from '../../record/finding.ts';
import { type Door, doorsOf } from './doors.ts';
import { addressesOf, ingressName, ingressRules } from './release-ingresses.ts';
import { bad, findingOf, good, orUnsure, type Seen, unsure } from './seen.ts';

/** Every name that clients use resolves to its Ingress's load balancer. */
export const ingressDns = defineCheck({
  id: 'ingress-dns',
  title: 'Names resolve to the Ingress',
  question: 'Do the names that clients use lead to the load balancer?',
  needs: { kubernetes: ingressRules, network: true },
  timeoutSeconds: 60,
  blames: 'environment',
  source: 'Managed Kubernetes, Go-live: Ingress reachable on its FQDN',
  hint: "Point the name's DNS record at the Ingress's address; a proxy in front of it on purpose is named in settings.hosts only.",
  async run(context) {
    const { doors, none } = await doorsOf(context);
    if (doors.length === 0) return skip(none);
    const { network } = context;
    const seen = await Promise.all(doors.map((door) => orUnsure(door.host, () => resolved(network, door))));
    return findingOf(
      seen,
      "the addresses of the Ingress's load balancer",
      `${seen.length} of ${seen.length} names lead to their load balancer`,
    );
  },
});

async function resolved(network: NetworkProbe, { host, ingress }: Door): Promise<Seen> {
  const found = await network.resolve(host);
  if (found.length === 0) return bad(host, 'the name does not resolve');
  if (!ingress) return good(host, `resolves to ${found.join(', ')}; no Ingress to compare it with`);
  const given = addressesOf(ingress);
  if (given.length === 0)
    return unsure(host, `${ingressName(ingress)} has no address to compare with ${found.join(', ')}`);
  const named = given.filter((address) => isIP(address) === 0);
  const ips = [
    ...given.filter((address) => isIP(address) !== 0),
    ...(await Promise.all(named.map((name) => network.resolve(name)))).flat(),
  ];
  const among = found.filter((address) => ips.includes(address));
  // A load balancer behind a name shows some of its addresses, and others each time; a fixed address is one.
  const leads = named.length > 0 ? among.length > 0 : among.length === found.length;
  const text = `resolves to ${found.join(', ')}, the load balancer is ${given.join(', ')}`;
  return leads ? good(host, text) : bad(host, text);
}
