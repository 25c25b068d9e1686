import type { V1Ingress } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import type { ManagedCertificate } from '../../probes/kubernetes/custom-kinds.ts';
import { skip } from '../../record/finding.ts';
import { hostsOf, ingressName, ingressRules, noIngress, releaseIngresses } from './release-ingresses.ts';
import { bad, findingOf, good, type Seen, unsure } from './seen.ts';

const annotation = 'networking.gke.io/managed-certificates';
const dayMs = 86_400_000;

/** The ManagedCertificates that an Ingress names are Active and cover its hosts. They have no conditions. */
export const gkeManagedCertificate = defineCheck({
  id: 'gke-managed-certificate',
  title: 'The ManagedCertificate is Active',
  question: 'Has Google provisioned the certificate?',
  needs: { kubernetes: [...ingressRules, 'list:managedcertificates'] },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'Managed Kubernetes, Verify: ManagedCertificate Status: Active',
  hint: "Google provisions only once DNS leads to the Ingress: point the name's A record at its address and wait.",
  async run({ kubernetes, subject, settings, now }) {
    const ingresses = await releaseIngresses(kubernetes, subject);
    if (ingresses.length === 0) return skip(noIngress(subject));
    const using = ingresses.filter((ingress) => namesIn(ingress).length > 0);
    if (using.length === 0)
      return skip(`no Ingress has the annotation ${annotation}: not a certificate of GKE`);
    const known = await kubernetes.list('managedcertificates');
    const seen = using.flatMap((ingress) => [
      ...namesIn(ingress).map((name) =>
        stateOf(
          name,
          known.find(({ metadata }) => metadata?.name === name),
          settings.certificateDays,
          now,
        ),
      ),
      ...uncovered(ingress, known),
    ]);
    return findingOf(
      seen,
      'Active, for every host of the Ingress',
      'the certificate is Active and covers the hosts',
    );
  },
});

const namesIn = ({ metadata }: V1Ingress): string[] =>
  (metadata?.annotations?.[annotation] ?? '').split(',').flatMap((name) => name.trim() || []);

function stateOf(name: string, found: ManagedCertificate | undefined, days: number, now: number): Seen {
  const object = `ManagedCertificate/${name}`;
  if (!found) return bad(object, 'it does not exist');
  const { certificateStatus, domainStatus = [], expireTime } = found.status ?? {};
  if (!certificateStatus) return unsure(object, 'nothing has written its status yet');
  const domains = domainStatus
    .filter(({ status }) => status !== 'Active')
    .map(({ domain, status }) => `${domain} is ${status}`);
  if (certificateStatus !== 'Active') return bad(object, [certificateStatus, ...domains].join(', '));
  if (expireTime && Date.parse(expireTime) - now < days * dayMs)
    return bad(object, `Active, but it expires on ${expireTime.slice(0, 10)}`);
  return good(object, expireTime ? `Active, to ${expireTime.slice(0, 10)}` : 'Active');
}

/** GKE's certificates have no wildcards: a host is covered by its own name only. */
function uncovered(ingress: V1Ingress, known: readonly ManagedCertificate[]): Seen[] {
  const names = namesIn(ingress);
  const named = known.filter(({ metadata }) => names.includes(metadata?.name ?? ''));
  if (named.length === 0) return [];
  const domains = named.flatMap(({ spec }) => spec?.domains ?? []);
  return hostsOf(ingress)
    .filter((host) => !domains.includes(host))
    .map((host) => bad(ingressName(ingress), `no ManagedCertificate covers ${host}`));
}
