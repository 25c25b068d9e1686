import { BlockList, isIP } from 'node:net';
import type { V1NetworkPolicy, V1NetworkPolicyEgressRule, V1Pod } from '@kubernetes/client-node';
import { selects } from '../workloads/label-selector.ts';

/** Ranges that lie inside: private, shared, loopback, link-local and unique local addresses. */
const inside = new BlockList();
for (const [range, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
] as const)
  inside.addSubnet(range, bits, 'ipv4');
inside.addSubnet('fc00::', 7, 'ipv6');
inside.addSubnet('fe80::', 10, 'ipv6');

/** The policies that hold a pod's egress; with none, nothing does. */
export const egressPoliciesOf = (pod: V1Pod, policies: readonly V1NetworkPolicy[]): V1NetworkPolicy[] =>
  policies.filter(({ spec }) => holdsEgress(spec) && selects(spec?.podSelector ?? {}, pod.metadata?.labels));

/** Without `policyTypes`, a policy is for egress where it has rules for it. */
const holdsEgress = (spec: V1NetworkPolicy['spec']): boolean =>
  spec?.policyTypes ? spec.policyTypes.includes('Egress') : spec?.egress !== undefined;

/** Where a rule lets pods go outside: `anywhere` or ranges; empty where it stays inside. */
export function outsideOf({ to = [] }: V1NetworkPolicyEgressRule): string[] {
  if (to.length === 0) return ['anywhere'];
  return to.flatMap(({ ipBlock }) => (ipBlock && !isInside(ipBlock.cidr) ? [ipBlock.cidr] : []));
}

/** Whether all of a range lies inside. */
export function isInside(cidr: string): boolean {
  const [address = '', bits = ''] = cidr.split('/');
  const version = isIP(address);
  if (version === 0) return false;
  // The private ranges are no longer than these bits: a shorter one holds more than they do.
  const shortest = version === 4 ? 8 : 7;
  return (
    Number(bits) >= shortest && inside.check(address, version === 4 ? 'ipv4' : 'ipv6') && endInside(cidr)
  );
}

/** 172.0.0.0/8 begins outside, 192.168.0.0/8 inside: the range's last address has to be inside as well. */
function endInside(cidr: string): boolean {
  const [address = '', bits = ''] = cidr.split('/');
  if (isIP(address) !== 4) return true;
  const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  const [first, last] = [Math.floor(value / size) * size, Math.floor(value / size) * size + size - 1];
  return [first, last].every((each) =>
    inside.check([24, 16, 8, 0].map((shift) => Math.floor(each / 2 ** shift) % 256).join('.'), 'ipv4'),
  );
}

/** Whether a rule allows that TCP port. */
export const allowsPort = ({ ports = [] }: V1NetworkPolicyEgressRule, port: number): boolean =>
  ports.length === 0 ||
  ports.some(
    ({ protocol = 'TCP', port: from, endPort }) =>
      protocol === 'TCP' &&
      (from === undefined ||
        from === port ||
        (typeof from === 'number' && endPort !== undefined && from <= port && port <= endPort)),
  );
