import { defineCheck } from '../check.ts';
import { fail, inconclusive, pass } from '../record/finding.ts';

/** Every pod whose image carries a release tag carries the release's. `tagOf` is the platform's rule. */
export const imagesOnTag = (tagOf: (image: string) => string | null) =>
  defineCheck({
    id: 'images-on-tag',
    title: 'Every pod runs the target release tag',
    question: 'Is every pod on the target release tag?',
    needs: { kubernetes: ['list:pods'] },
    timeoutSeconds: 30,
    blames: 'release',
    source: 'Upgrades and Rollback: confirm every pod is running the new image tag',
    async run({ subject, kubernetes }) {
      const target = subject.tag;
      if (target === null) return inconclusive('no image of the release carries a release tag');
      const pods = (await kubernetes.list('pods')).filter(
        (pod) => pod.metadata?.deletionTimestamp === undefined,
      );
      const tagged = pods.flatMap((pod) =>
        (pod.spec?.containers ?? []).flatMap(({ image }) => {
          const tag = image === undefined ? null : tagOf(image);
          return tag === null ? [] : [{ name: pod.metadata?.name ?? '?', tag }];
        }),
      );
      const expected = `${target} on all of ${tagged.length} containers`;
      const wrong = tagged.filter(({ tag }) => tag !== target);
      if (tagged.length === 0)
        return inconclusive('no running pod has an image with a release tag', { expected });
      if (wrong.length === 0)
        return pass(`${tagged.length} of ${tagged.length} on ${target}`, { expected, seen: target });
      return fail(`${wrong.length} of ${tagged.length} pods run another release than ${target}`, {
        expected,
        seen: wrong.map(({ name, tag }) => `${name}: ${tag}`).join('; '),
        objects: wrong.map(({ name }) => `Pod/${name}`),
      });
    },
  });
