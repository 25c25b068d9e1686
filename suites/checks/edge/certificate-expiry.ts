import { defineCheck } from '../../check.ts';
import type { SeenCertificate } from '../../probes/network/probe.ts';
import { skip } from '../../record/finding.ts';
import { addressOf, doorsOf } from './doors.ts';
import { handshakeAt } from './handshake-at.ts';
import { ingressRules } from './release-ingresses.ts';
import { bad, findingOf, good, orUnsure, type Seen, unsure } from './seen.ts';

const dayMs = 86_400_000;

/** The certificate that each name shows is still valid for the days that the settings ask. */
export const certificateExpiry = defineCheck({
  id: 'certificate-expiry',
  title: 'Certificates do not expire soon',
  question: 'Will the certificate still be valid in the coming days?',
  needs: { kubernetes: ingressRules, network: true },
  timeoutSeconds: 60,
  blames: 'environment',
  source: 'Wordcab upgrade: preflight catches expired certs',
  hint: 'Renew the certificate, or find out why its renewal did not happen, before anything is rolled out.',
  async run(context) {
    const { doors, none } = await doorsOf(context);
    if (doors.length === 0) return skip(none);
    const { network, settings, now, signal } = context;
    const seen = await Promise.all(
      doors.map((door) =>
        orUnsure(door.host, async () => {
          const address = await addressOf(network, door);
          const answer = await handshakeAt(network, door.host, address, settings, signal);
          const leaf = answer?.chain[0];
          return leaf
            ? remaining(door.host, leaf, settings.certificateDays, now)
            : unsure(door.host, 'the server showed no certificate');
        }),
      ),
    );
    return findingOf(
      seen,
      `${settings.certificateDays} days left`,
      `${seen.length} of ${seen.length} certificates are valid for ${settings.certificateDays} days and more`,
    );
  },
});

function remaining(host: string, { notBefore, notAfter }: SeenCertificate, days: number, now: number): Seen {
  const end = Date.parse(notAfter);
  const lifetime = (end - Date.parse(notBefore)) / dayMs;
  // One that never lives so long is renewed in the last third of its life.
  const wanted = lifetime > days ? days : lifetime / 3;
  const left = (end - now) / dayMs;
  const when = notAfter.slice(0, 10);
  if (left <= 0) return bad(host, `its certificate expired on ${when}`);
  const text = `${Math.floor(left)} days left, to ${when}`;
  return left < wanted ? bad(host, text) : good(host, text);
}
