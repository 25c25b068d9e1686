import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { FixtureError } from '../../toolchain/fixture-error.ts';

/** The networks of one local cluster. All are private to the machine. */
export interface Addresses {
  readonly hostLink: string;
  readonly hostAddress: string;
  readonly nodeAddress: string;
  readonly podNetwork: string;
  readonly serviceNetwork: string;
  /** The Service `kubernetes`. */
  readonly apiService: string;
  readonly dnsService: string;
  readonly apiServer: string;
}

export const apiPort = 6443;
const slots = 200;

/** The addresses of a slot: a third octet that no other network of the machine uses. */
export function addressesOf(slot: number): Addresses {
  return {
    hostLink: `seatrial${slot}`,
    hostAddress: `10.233.${slot}.1/30`,
    nodeAddress: `10.233.${slot}.2`,
    podNetwork: `10.244.${slot}.0/24`,
    serviceNetwork: `10.96.${slot}.0/24`,
    apiService: `10.96.${slot}.1`,
    dnsService: `10.96.${slot}.10`,
    apiServer: `https://10.233.${slot}.2:${apiPort}`,
  };
}

interface Network {
  readonly base: number;
  readonly mask: number;
}

/** The networks of `/proc/net/route` that are not the default route; its numbers are in host byte order. */
export function parseRoutes(table: string): Network[] {
  const swap = (hex: string) => Buffer.from(hex, 'hex').readUInt32LE();
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields.length > 7)
    .map((fields) => ({ base: swap(fields[1]!), mask: swap(fields[7]!) }))
    .filter(({ mask }) => mask !== 0);
}

export function parseNetwork(text: string): Network {
  const [address, length] = text.split('/');
  const base = address!.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const mask = (0xffffffff << (32 - Number(length))) >>> 0;
  return { base: (base & mask) >>> 0, mask };
}

function overlap(a: Network, b: Network): boolean {
  const common = a.mask & b.mask;
  return (a.base & common) === (b.base & common);
}

/** The first slot, from `start` on and around, whose networks overlap none of the machine's. */
export function firstFreeSlot(routes: readonly Network[], start = 0): number | undefined {
  for (let offset = 0; offset < slots; offset++) {
    const slot = (start + offset) % slots;
    const { hostAddress, podNetwork, serviceNetwork } = addressesOf(slot);
    const own = [hostAddress, podNetwork, serviceNetwork].map(parseNetwork);
    if (!own.some((network) => routes.some((route) => overlap(network, route)))) return slot;
  }
  return undefined;
}

/**
 * A free slot for whoever has this name. Names spread over the slots, so that
 * two that start at the same moment do not both take the first one.
 */
export async function chooseSlot(name?: string): Promise<number> {
  const start = name === undefined ? 0 : createHash('sha256').update(name).digest().readUInt16BE() % slots;
  const slot = firstFreeSlot(parseRoutes(await readFile('/proc/net/route', 'utf8')), start);
  if (slot === undefined) {
    throw new FixtureError(
      'unavailable',
      'No addresses are free for the cluster: the networks 10.233.0.0/16, 10.244.0.0/16 and 10.96.0.0/16 are all routed elsewhere; remove one of those routes.',
    );
  }
  return slot;
}
