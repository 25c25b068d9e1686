import type { V1NetworkPolicy, V1Pod } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import { inconclusive, pass, skip } from '../../record/finding.ts';
import { bad, findingOf, good, type Seen } from '../edge/seen.ts';
import { memberRules, readMembers } from '../workloads/members.ts';
import { allowsPort, egressPoliciesOf, isInside, outsideOf } from './policy-rules.ts';

/** The namespace's NetworkPolicies are what the posture says: air-gapped, no pod may go out; connected, what must be reached may. */
export const networkPolicies = defineCheck({
  id: 'network-policies',
  title: 'Network policies match the posture',
  question: 'Do the network policies let out what the posture allows, and nothing else?',
  needs: { kubernetes: [...memberRules, 'list:networkpolicies'] },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'Managed Kubernetes, Go-live: firewall and network policies match the deployed posture',
  hint: "Air-gapped: deny all egress by default and allow the cluster's own ranges. Policies of Cilium or Calico's own kinds are not looked at.",
  async run({ kubernetes, subject, settings }) {
    const { posture, egress = [] } = settings;
    if (!posture) return skip('settings.posture does not say whether the platform may reach the outside');
    const [policies, { members }] = await Promise.all([
      kubernetes.list('networkpolicies'),
      readMembers(subject, kubernetes),
    ]);
    const pods = members.flatMap((member) => member.pods);
    if (pods.length === 0) return inconclusive('the release has no running pod that a policy could select');
    if (posture === 'air-gapped') {
      const seen = pods.map((pod) => kept(pod, policies, egress));
      const expected = 'egress denied by default for every pod, and nothing outside allowed';
      return findingOf(seen, expected, `no policy lets any of ${pods.length} pods out`);
    }
    const held = pods.filter((pod) => egressPoliciesOf(pod, policies).length > 0);
    if (held.length === 0) return pass(`no policy holds back any of ${pods.length} pods`);
    if (egress.length === 0) return skip('settings.egress does not say what must be reached');
    const seen = egress.map((target) => allowed(target, pods, policies));
    return findingOf(
      seen,
      'some pod may reach each target',
      `policies allow ${egress.length} of ${egress.length} targets`,
    );
  },
});

/** Whether nothing lets the pod out, but to what `settings.egress` allows by address. */
function kept(pod: V1Pod, policies: readonly V1NetworkPolicy[], egress: readonly string[]): Seen {
  const object = `Pod/${pod.metadata?.name}`;
  const holding = egressPoliciesOf(pod, policies);
  if (holding.length === 0) return bad(object, 'no NetworkPolicy holds its egress');
  const addresses = new Set(egress.map((target) => target.slice(0, target.lastIndexOf(':'))));
  for (const { metadata, spec } of holding) {
    const out = (spec?.egress ?? [])
      // A rule without a target and only for port 53 is how DNS is allowed.
      .filter((rule) => !(rule.to === undefined && isDnsOnly(rule.ports)))
      .flatMap(outsideOf)
      .filter((range) => !addresses.has(range.replace(/\/(32|128)$/, '')));
    if (out.length > 0)
      return bad(object, `NetworkPolicy/${metadata?.name} lets it out to ${out.join(', ')}`);
  }
  return good(object, holding.map(({ metadata }) => `NetworkPolicy/${metadata?.name}`).join(', '));
}

const isDnsOnly = (ports: readonly { port?: unknown }[] | undefined): boolean =>
  ports !== undefined && ports.length > 0 && ports.every(({ port }) => port === 53 || port === 'dns');

/** Policies add up, and only some component of a platform may have to go out: one pod that may is enough. */
function allowed(target: string, pods: readonly V1Pod[], policies: readonly V1NetworkPolicy[]): Seen {
  const at = target.lastIndexOf(':');
  const [host, port] = [target.slice(0, at), Number(target.slice(at + 1))];
  const within = isInside(`${host}/${host.includes(':') ? 128 : 32}`);
  const free = pods.find((pod) => {
    const holding = egressPoliciesOf(pod, policies);
    const rules = holding.flatMap(({ spec }) => spec?.egress ?? []);
    return (
      holding.length === 0 ||
      rules.some((rule) => allowsPort(rule, port) && (within || outsideOf(rule).length > 0))
    );
  });
  return free
    ? good(target, `Pod/${free.metadata?.name} may`)
    : bad(target, `no policy lets any of ${pods.length} pods go there`);
}
