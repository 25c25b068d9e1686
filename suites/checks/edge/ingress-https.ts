import { defineCheck } from '../../check.ts';
import type { NetworkProbe } from '../../probes/network/probe.ts';
import { skip } from '../../record/finding.ts';
import { trustOf } from './certificate-trust.ts';
import { addressesBehind, type Door, doorsOf } from './doors.ts';
import { handshakeAt } from './handshake-at.ts';
import { providerOf } from './provider.ts';
import { ingressRules } from './release-ingresses.ts';
import { bad, findingOf, good, orUnsure, type Seen, unsure, wasRefused } from './seen.ts';

/** Every name answers over HTTPS through its Ingress's address, as a client asks: SNI, trust, then the status path. */
export const ingressHttps = (statusPath: string) =>
  defineCheck({
    id: 'ingress-https',
    title: 'The platform answers over HTTPS by its name',
    question: 'Do clients reach the platform over HTTPS by its name?',
    needs: { kubernetes: ingressRules, network: true },
    timeoutSeconds: 60,
    blames: 'environment',
    source: 'Managed Kubernetes, Go-live: Ingress reachable on its FQDN over HTTPS',
    hint: "Look at the Ingress's backends and at its controller; certificate-trusted says what is wrong with a certificate.",
    async run(context) {
      const { doors, none } = await doorsOf(context);
      if (doors.length === 0) return skip(none);
      const { network, endpoint, settings, now, signal } = context;
      const look = async (door: Door, address: string): Promise<Seen> => {
        const { host, ingress } = door;
        const answer = await handshakeAt(network, host, address, settings, signal);
        const { provider } = providerOf(ingress, settings);
        const trust = trustOf({ host, answer, provider, settings, now });
        if (trust.is !== 'good') return trust;
        return statusSeen(network, {
          scheme: 'https',
          address,
          port: 443,
          name: host,
          path: statusPath,
          headers: endpoint.headers,
          ...(settings.authorities && { authorities: settings.authorities }),
          signal,
        });
      };
      const through = (door: Door): Promise<Seen[]> => lookThrough(network, door, look);
      const seen = (await Promise.all(doors.map(through))).flat();
      const expected = `GET ${statusPath} answers 200 over HTTPS`;
      return findingOf(seen, expected, `${doors.length} of ${doors.length} names answer over HTTPS`);
    },
  });

type Look = (door: Door, address: string) => Promise<Seen>;

async function lookThrough(network: NetworkProbe, door: Door, look: Look): Promise<Seen[]> {
  let addresses: string[] = [];
  const unresolved = await orUnsure(door.host, async () => {
    addresses = await addressesBehind(network, door);
    return addresses.length > 0
      ? good(door.host, '')
      : bad(door.host, door.ingress ? 'its Ingress has no address' : 'the name does not resolve');
  });
  if (addresses.length === 0) return [unresolved];
  const refused = (error: unknown, address: string): Seen => {
    if (wasRefused(error)) return bad(door.host, `${address} refuses connections on port 443`);
    throw error;
  };
  return Promise.all(
    addresses.map((address) =>
      orUnsure(door.host, () => look(door, address).catch((error) => refused(error, address))),
    ),
  );
}

async function statusSeen(network: NetworkProbe, request: Parameters<NetworkProbe['get']>[0]): Promise<Seen> {
  const { status, body } = await network.get(request);
  const text = `GET ${request.path} answered ${status} at ${request.address}`;
  if (status === 200) return good(request.name, text);
  // Whoever refuses our key is there; whether it is the platform cannot be told without one.
  if (status === 401 || status === 403) return unsure(request.name, `${text}: check Seatrial's API key`);
  return bad(request.name, `${text} ${body.slice(0, 100)}`.trim());
}
