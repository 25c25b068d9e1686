import type { V1PodTemplateSpec } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import { fail, inconclusive, pass, skip } from '../../record/finding.ts';
import { imagesOf } from '../../release/observe.ts';
import { sameTag } from '../release-tag.ts';
import { memberRules, readMembers } from '../workloads/members.ts';

export interface VersionExpectations {
  /** The platform's rule for the release tag of an image. */
  readonly tagOf: (image: string) => string | null;
  /** True where the chart's appVersion is the release tag (SIE); charts that evolve on their own say nothing (Cartesia). */
  readonly appVersionIsTag: boolean;
}

/** Helm's newest revision is of the target's chart, declares the tag that runs, and wrote the workloads that are there. */
export const helmVersion = ({ tagOf, appVersionIsTag }: VersionExpectations) =>
  defineCheck({
    id: 'helm-version',
    title: 'Chart and app version are the target’s',
    question: 'Do Helm’s chart version and app version match the target?',
    needs: { kubernetes: memberRules, helm: true },
    timeoutSeconds: 30,
    blames: 'environment',
    source: 'Upgrade Runbook 3.6: chart version and app version match target',
    hint: 'Compare `helm list` with what you meant to deploy: an upgrade may have taken another chart or other values.',
    async run({ subject, kubernetes, helm, target }) {
      const [newest] = await helm.revisions();
      if (!newest) return skip('Helm keeps no history of the release in Secrets');
      const { members } = await readMembers(subject, kubernetes);
      const { name, version, appVersion } = newest.chart;
      const chart = `${name}-${version}`;
      const declared = newest.objects.flatMap((object) => {
        const { template } = (object as { spec?: { template?: V1PodTemplateSpec } }).spec ?? {};
        return template ? imagesOf(template).flatMap((image) => tagOf(image) ?? []) : [];
      });
      const { tag } = subject;
      const others = [...new Set(declared.filter((one) => tag !== null && !sameTag(one, tag)))];
      const foreign = members.filter(({ object }) => {
        const label = object.metadata?.labels?.['helm.sh/chart'];
        return label !== undefined && !sameChart(label, chart);
      });
      const faults = [
        ...(target && target.chart.version !== version
          ? [`chart version is ${version}, the target's ${target.chart.version}`]
          : []),
        ...(target && target.chart.appVersion !== appVersion
          ? [`app version is ${appVersion ?? 'missing'}, the target's ${target.chart.appVersion ?? 'none'}`]
          : []),
        ...(appVersionIsTag && tag !== null && appVersion !== null && !sameTag(appVersion, tag)
          ? [`app version is ${appVersion}, and ${tag} runs`]
          : []),
        ...(others.length > 0 ? [`the revision declares ${others.join(', ')}, and ${tag} runs`] : []),
        ...foreign.map((one) => `${one.name} is of chart ${one.object.metadata?.labels?.['helm.sh/chart']}`),
      ];
      const expected = target
        ? `chart ${target.chart.version}, app version ${target.chart.appVersion ?? 'none'}`
        : `${chart} everywhere, and tag ${tag ?? 'unknown'}`;
      const seen = `revision ${newest.revision}: ${chart}, app version ${appVersion ?? 'none'}`;
      if (faults.length > 0)
        return fail(`revision ${newest.revision}: ${faults[0]}`, {
          expected,
          seen: [seen, ...faults].join('; '),
          objects: foreign.map((one) => one.name),
        });
      if (tag === null && !target)
        return inconclusive('no image of the release carries a release tag to compare with', {
          expected,
          seen,
        });
      return pass(`revision ${newest.revision} is ${chart}, app version ${appVersion ?? 'none'}`, {
        expected,
        seen,
      });
    },
  });

/** A label holds no `+`, so charts write `_` there, and it is cut at 63 characters. */
const sameChart = (label: string, chart: string): boolean =>
  label === chart.replace('+', '_').slice(0, 63).replace(/-$/, '');
