import { defineCheck } from '../../check.ts';
import { skip } from '../../record/finding.ts';
import { addressOf } from './doors.ts';
import { handshakeAt } from './handshake-at.ts';
import { doorsOnEks } from './promised-on-eks.ts';
import { ingressRules } from './release-ingresses.ts';
import { bad, findingOf, good, orUnsure, unsure } from './seen.ts';

/** A handshake with TLS 1.1 and older is refused, where the seed promises it. */
export const tlsMinimum = defineCheck({
  id: 'tls-minimum',
  title: 'TLS below 1.2 is refused',
  question: 'Are clients with an outdated TLS turned away?',
  needs: { kubernetes: ingressRules, network: true },
  timeoutSeconds: 60,
  blames: 'environment',
  source: 'Managed Kubernetes, Ingress and TLS, AWS EKS: minimum TLS 1.2',
  hint: 'Look at the annotation alb.ingress.kubernetes.io/ssl-policy of the Ingress.',
  async run(context) {
    const { doors, none } = await doorsOnEks(context);
    if (doors.length === 0) return skip(none);
    const { network, settings, signal } = context;
    const seen = await Promise.all(
      doors.map(({ host, ...door }) =>
        orUnsure(host, async () => {
          const address = await addressOf(network, { host, ...door });
          // A server that refuses every handshake would look as if it refused the old ones.
          const today = await handshakeAt(network, host, address, settings, signal);
          if (!today) return unsure(host, 'it refuses every handshake');
          const old = await handshakeAt(network, host, address, settings, signal, 'TLSv1.1');
          return old
            ? bad(host, `it took ${old.protocol}`)
            : good(host, `refuses TLS 1.1, takes ${today.protocol}`);
        }),
      ),
    );
    return findingOf(
      seen,
      'TLS 1.2 or newer only',
      `${seen.length} of ${seen.length} names refuse TLS 1.1 and older`,
    );
  },
});
