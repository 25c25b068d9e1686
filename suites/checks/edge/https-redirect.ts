import { defineCheck } from '../../check.ts';
import { skip } from '../../record/finding.ts';
import { addressOf } from './doors.ts';
import { doorsOnEks } from './promised-on-eks.ts';
import { ingressRules } from './release-ingresses.ts';
import { bad, findingOf, good, orUnsure, type Seen, wasRefused } from './seen.ts';

/** Plain HTTP is answered with a redirect to HTTPS, where the seed promises it. */
export const httpsRedirect = defineCheck({
  id: 'https-redirect',
  title: 'HTTP is redirected to HTTPS',
  question: 'Is whoever asks over plain HTTP sent to HTTPS?',
  needs: { kubernetes: ingressRules, network: true },
  timeoutSeconds: 60,
  blames: 'environment',
  source: 'Managed Kubernetes, Ingress and TLS, AWS EKS: HTTP traffic on port 80 is redirected to HTTPS',
  hint: 'Look at the annotations alb.ingress.kubernetes.io/listen-ports and ssl-redirect of the Ingress.',
  async run(context) {
    const { doors, none } = await doorsOnEks(context);
    if (doors.length === 0) return skip(none);
    const { network, signal } = context;
    const ask = async (host: string, address: string): Promise<Seen> => {
      const answer = await network.get({ scheme: 'http', address, port: 80, name: host, path: '/', signal });
      const { status, headers } = answer;
      const to = URL.parse(headers.location ?? '', `http://${host}/`);
      const text = `GET http://${host}/ answered ${status}${headers.location ? ` to ${headers.location}` : ''}`;
      const redirects = status >= 300 && status < 400 && to?.protocol === 'https:' && to.hostname === host;
      return redirects ? good(host, text) : bad(host, text);
    };
    const seen = await Promise.all(
      doors.map((door) =>
        orUnsure(door.host, async () => {
          const address = await addressOf(network, door);
          return ask(door.host, address).catch((error) => {
            if (wasRefused(error)) return bad(door.host, `${address} refuses connections on port 80`);
            throw error;
          });
        }),
      ),
    );
    return findingOf(
      seen,
      'a redirect to HTTPS of the same name',
      `${seen.length} of ${seen.length} names are redirected`,
    );
  },
});
