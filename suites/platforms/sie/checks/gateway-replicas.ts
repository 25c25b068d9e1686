import { defineCheck } from '../../../check.ts';
import { fail, inconclusive, pass } from '../../../record/finding.ts';
import { labelsOf } from '../parts.ts';

/** An advice: with one gateway, clients may see a moment of 503s at every rollout. */
export const gatewayReplicas = defineCheck({
  id: 'sie.gateway-replicas',
  title: 'There is more than one gateway',
  question: 'Can the gateway be rolled out without brief 503s?',
  needs: { kubernetes: ['list:deployments'] },
  timeoutSeconds: 30,
  blames: 'environment',
  source: 'Upgrade Runbook 2.3: brief 503s are possible; Appendix: gateway (2+ replicas)',
  hint: 'Set gateway.replicas to 2 or more',
  async run({ kubernetes, subject }) {
    const gateways = await kubernetes.list('deployments', { labels: labelsOf('gateway', subject.release) });
    if (gateways.length === 0)
      return inconclusive('the release has no Deployment that is labelled as the gateway');
    const replicas = gateways.reduce((sum, { spec }) => sum + (spec?.replicas ?? 1), 0);
    const seen = {
      expected: '2 or more',
      seen: String(replicas),
      objects: gateways.map(({ metadata }) => `Deployment/${metadata?.name}`),
    };
    return replicas >= 2
      ? pass(`${replicas} gateways`, seen)
      : fail(
          `${replicas === 1 ? 'one gateway' : 'no gateway'}: brief 503s are possible at every rollout`,
          seen,
        );
  },
});
