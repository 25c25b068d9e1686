import { isIP } from 'node:net';
import type { V1Ingress } from '@kubernetes/client-node';
import type { NetworkProbe } from '../../probes/network/probe.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import type { Subject } from '../../release/subject.ts';
import type { Settings } from '../../settings.ts';
import { coversName } from './names.ts';
import {
  addressesOf,
  hostsOf,
  type IngressReader,
  noIngress,
  releaseIngresses,
} from './release-ingresses.ts';

/** One name that clients use over HTTPS, and the Ingress behind it, where there is one. */
export interface Door {
  readonly host: string;
  readonly ingress: V1Ingress | null;
}

export interface Doors {
  readonly doors: readonly Door[];
  /** Why there are none. */
  readonly none: string;
}

interface Where {
  readonly kubernetes: IngressReader;
  readonly subject: Subject;
  readonly settings: Settings;
}

const mostDoors = 20;

/** The names that the user gave, else those of the release's Ingresses; a wildcard is no name that can be asked. */
export async function doorsOf({ kubernetes, subject, settings }: Where): Promise<Doors> {
  const ingresses = await releaseIngresses(kubernetes, subject);
  const serving = (host: string) =>
    ingresses.find((ingress) => hostsOf(ingress).some((name) => coversName(name, host))) ?? null;
  const named = settings.hosts?.map((host) => ({ host, ingress: serving(host) }));
  const found =
    named ??
    ingresses.flatMap((ingress) =>
      hostsOf(ingress)
        .filter((host) => !host.startsWith('*'))
        .map((host) => ({ host, ingress })),
    );
  const none =
    ingresses.length === 0
      ? `${noIngress(subject)}, and settings.hosts names no host`
      : 'the Ingress names no host that can be asked: name one in settings.hosts';
  return { doors: found.slice(0, mostDoors), none };
}

const mostAddresses = 3;

/** Where a client's connection goes: the load balancer's addresses, or the name's own where there is no Ingress. */
export async function addressesBehind(network: NetworkProbe, { host, ingress }: Door): Promise<string[]> {
  const given = ingress ? addressesOf(ingress) : [host];
  const found = await Promise.all(
    given.map((address) => (isIP(address) ? [address] : network.resolve(address))),
  );
  return found.flat().slice(0, mostAddresses);
}

/** As `addressesBehind`; throws `ProbeError` where there is none, which is another check's to judge. */
export async function addressOf(network: NetworkProbe, door: Door): Promise<string> {
  const [first] = await addressesBehind(network, door);
  if (first === undefined)
    throw new ProbeError(
      'unreachable',
      door.ingress ? 'its Ingress has no address that could be asked' : 'the name does not resolve',
    );
  return first;
}
