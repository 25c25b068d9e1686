import { type AnyCheck, defineCheck } from '../check.ts';
import { fail, inconclusive, pass } from '../record/finding.ts';
import { commonOf } from './common.ts';
import type { Declared } from './definition.ts';

const dayMs = 86_400_000;

/** A TCP connection is accepted. */
export function tcpCheck(definition: Declared<'tcp'>): AnyCheck {
  const { host, port } = definition.tcp;
  return defineCheck({
    ...commonOf(definition, `Does ${host} accept connections on ${port}?`),
    needs: { network: true },
    async run({ network }) {
      const { open, refused, milliseconds } = await network.connect(host, port, 5000);
      const expected = `${host}:${port} accepts connections`;
      if (open) return pass(`${host}:${port} accepted after ${Math.round(milliseconds)} ms`, { expected });
      // Silence may as well be ours: a network policy, a name that is not known here.
      return refused
        ? fail(`${host}:${port} refuses connections`, { expected, seen: 'refused' })
        : inconclusive(`${host}:${port} does not answer`, { expected, seen: 'no answer in 5 s' });
    },
  });
}

/** A TLS server shows a certificate that is trusted, for the name, and valid for long enough. */
export function tlsCheck(definition: Declared<'tls'>): AnyCheck {
  const { host, port, serverName = host, days } = definition.tls;
  return defineCheck({
    ...commonOf(definition, `Is the certificate of ${serverName} good for ${days} days?`),
    needs: { network: true },
    async run({ network, settings, now, signal }) {
      const { authorities } = settings;
      const answer = await network.handshake({
        host,
        port,
        serverName,
        signal,
        ...(authorities && { authorities }),
      });
      if (!answer) return fail(`${host}:${port} refused the handshake`);
      const leaf = answer.chain[0];
      const seen = {
        expected: `trusted for ${serverName}, valid for ${days} days`,
        seen: `${leaf?.names.join(', ')} by ${leaf?.issuer}, until ${leaf?.notAfter}, ${answer.protocol}`,
      };
      if (answer.distrust !== null) return fail(`the certificate is not trusted: ${answer.distrust}`, seen);
      const left = leaf ? (Date.parse(leaf.notAfter) - now) / dayMs : 0;
      return left < days
        ? fail(`the certificate ends in ${Math.floor(left)} days`, seen)
        : pass(`valid for ${Math.floor(left)} days`, seen);
    },
  });
}
