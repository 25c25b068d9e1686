import type { V1Ingress } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import { skip } from '../../record/finding.ts';
import { providerOf } from './provider.ts';
import { hostsOf, ingressName, ingressRules, noIngress, releaseIngresses } from './release-ingresses.ts';
import { bad, findingOf, good, type Seen } from './seen.ts';

const prefix = 'alb.ingress.kubernetes.io';
const arn =
  /^arn:aws[\w-]*:(acm:[a-z0-9-]+:\d{9,12}:certificate|iam::\d{9,12}:server-certificate)\/[\w/+=,.@-]+$/;

/** An Ingress of EKS says which ACM certificate to attach, or has it found by host. What was attached, the wire shows: `certificate-trusted`. */
export const acmCertificate = defineCheck({
  id: 'acm-certificate',
  title: 'The Ingress names its ACM certificate',
  question: 'Does the load balancer know which certificate to show?',
  needs: { kubernetes: ingressRules },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'Managed Kubernetes, Ingress and TLS, AWS EKS: Certificate',
  hint: 'Give the ARN as ingress.certificateArn, or have an ACM certificate for the host in the same region.',
  async run({ kubernetes, subject, settings }) {
    const ingresses = await releaseIngresses(kubernetes, subject);
    if (ingresses.length === 0) return skip(noIngress(subject));
    const onEks = ingresses.filter((ingress) => providerOf(ingress, settings).provider === 'eks');
    const { provider, because } = providerOf(ingresses[0]!, settings);
    if (onEks.length === 0) return skip(`ACM is for EKS, and this is ${provider} (${because})`);
    return findingOf(
      onEks.map(certificateOf),
      `${prefix}/certificate-arn, or certificate-manager: 'true' and a host to find one by`,
      'every Ingress names its certificate, or has it found by host',
    );
  },
});

function certificateOf(ingress: V1Ingress): Seen {
  const object = ingressName(ingress);
  const annotations = ingress.metadata?.annotations ?? {};
  const ports = annotations[`${prefix}/listen-ports`];
  if (ports !== undefined && !/"HTTPS"/.test(ports)) return bad(object, `listens on ${ports}: no HTTPS`);
  const named = annotations[`${prefix}/certificate-arn`];
  if (named !== undefined) {
    const wrong = named.split(',').find((each) => !arn.test(each.trim()));
    return wrong === undefined
      ? good(object, named)
      : bad(object, `"${wrong.trim()}" is no ARN of a certificate`);
  }
  if (hostsOf(ingress).length === 0) return bad(object, 'names no certificate and no host to find one by');
  // The controller looks for a certificate by itself where HTTPS is asked for or a tls entry is there.
  const found =
    annotations['certificate-manager'] === 'true' ||
    ports !== undefined ||
    (ingress.spec?.tls ?? []).length > 0;
  return found
    ? good(object, `the controller finds one for ${hostsOf(ingress).join(', ')}`)
    : bad(object, 'names no certificate and does not have one found');
}
