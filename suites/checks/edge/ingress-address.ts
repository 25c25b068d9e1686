import type { V1Ingress } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import { skip } from '../../record/finding.ts';
import { addressesOf, ingressName, ingressRules, noIngress, releaseIngresses } from './release-ingresses.ts';
import { bad, findingOf, good, type Seen } from './seen.ts';

/** What `kubectl get ingress` shows under ADDRESS, for every Ingress of the release, and its ports' errors. */
export const ingressAddress = defineCheck({
  id: 'ingress-address',
  title: 'Every Ingress has an address',
  question: 'Has the load balancer given the Ingress an address?',
  needs: { kubernetes: ingressRules },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'Managed Kubernetes, Verify: Ingress address is assigned',
  hint: 'Look at the Events of the Ingress and at the logs of its controller.',
  async run({ kubernetes, subject }) {
    const ingresses = await releaseIngresses(kubernetes, subject);
    if (ingresses.length === 0) return skip(noIngress(subject));
    const seen = ingresses.map(addressSeen);
    return findingOf(
      seen,
      'an IP address or host name of the load balancer, without port errors',
      `${seen.length} of ${seen.length} Ingresses have an address`,
    );
  },
});

function addressSeen(ingress: V1Ingress): Seen {
  const object = ingressName(ingress);
  const addresses = addressesOf(ingress);
  if (addresses.length === 0) return bad(object, 'it has no address');
  const ports = (ingress.status?.loadBalancer?.ingress ?? []).flatMap((entry) => entry.ports ?? []);
  const broken = ports.filter(({ error }) => error);
  if (broken.length > 0)
    return bad(
      object,
      broken.map(({ port, protocol, error }) => `port ${port}/${protocol}: ${error}`).join(', '),
    );
  return good(object, addresses.join(', '));
}
