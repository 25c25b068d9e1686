import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass } from '../../record/finding.ts';

/** The Deployments that the selector names have more than one replica, so that a rollout and a lost node are no outage. */
export const singleGateway = (selector: string, source: string) =>
  defineCheck({
    id: 'single-gateway',
    title: 'The entrance has more than one replica',
    question: 'Does the platform stay reachable while its entrance is replaced?',
    needs: { kubernetes: ['list:deployments'] },
    timeoutSeconds: 30,
    blames: 'environment',
    source,
    hint: 'Give it two replicas, or tell users of brief 503s during each rollout.',
    async run({ subject, kubernetes }) {
      const own = new Set(
        subject.workloads.filter(({ kind }) => kind === 'Deployment').map(({ name }) => name),
      );
      const found = (await kubernetes.list('deployments', { labels: selector })).filter(({ metadata }) =>
        own.has(metadata?.name ?? ''),
      );
      if (found.length === 0) return inconclusive(`no Deployment of the release is labelled ${selector}`);
      const alone = found.filter(({ spec }) => (spec?.replicas ?? 1) < 2);
      const seen = found.map(({ metadata, spec }) => `${metadata?.name}: ${spec?.replicas ?? 1}`).join('; ');
      const expected = 'two replicas or more';
      if (alone.length === 0)
        return pass(`${found.length} Deployments with two replicas or more`, { expected, seen });
      const objects = alone.map(({ metadata }) => `Deployment/${metadata?.name}`);
      return fail(`${objects[0]} has ${alone[0]?.spec?.replicas ?? 1} replica: brief 503s during a rollout`, {
        expected,
        seen,
        objects,
      });
    },
  });
