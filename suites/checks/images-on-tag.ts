import type { V1Pod } from '@kubernetes/client-node';
import { defineCheck } from '../check.ts';
import { fail, inconclusive, pass } from '../record/finding.ts';
import { sameTag } from './release-tag.ts';
import { type Member, memberRules, readMembers } from './workloads/members.ts';

/**
 * Every pod of the release whose image carries a release tag carries the release's. `tagOf` is the platform's rule.
 * Image pre-pulls, Jobs, pods of others, finished pods and sidecars that were injected are left out.
 */
export const imagesOnTag = (tagOf: (image: string) => string | null) =>
  defineCheck({
    id: 'images-on-tag',
    title: 'Every pod runs the target release tag',
    question: 'Is every pod on the target release tag?',
    needs: { kubernetes: memberRules },
    timeoutSeconds: 30,
    blames: 'release',
    source: 'Upgrades and Rollback: confirm every pod is running the new image tag',
    hint: 'Look for a workload whose own tag is pinned, and for a rollout that has stopped.',
    async run({ subject, kubernetes }) {
      const target = subject.tag;
      if (target === null) return inconclusive('no image of the release carries a release tag');
      const { members } = await readMembers(subject, kubernetes);
      const tagged = members.flatMap((member) =>
        member.pods.flatMap((pod) =>
          ownImages(member, pod).flatMap((image) => {
            const tag = tagOf(image);
            return tag === null ? [] : [{ name: pod.metadata?.name ?? '?', tag }];
          }),
        ),
      );
      const expected = `${target} on all of ${tagged.length} containers`;
      const wrong = tagged.filter(({ tag }) => !sameTag(tag, target));
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

/** Images of the containers that the workload's template names; others were injected into the pod. */
function ownImages({ object }: Member, pod: V1Pod): string[] {
  const own = new Set(object.spec?.template.spec?.containers.map(({ name }) => name));
  return (pod.spec?.containers ?? []).flatMap(({ name, image }) => (own.has(name) && image ? [image] : []));
}
