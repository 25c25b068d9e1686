import type { V1Pod } from '@kubernetes/client-node';
import { defineCheck } from '../../check.ts';
import { type Finding, fail, inconclusive, pass } from '../../record/finding.ts';
import { memberRules, readMembers } from './members.ts';

interface Seen {
  readonly pod: string;
  readonly image: string;
  readonly digest: string;
  /** A registry's digest (`repo@sha256:…`) and a node's own id of an image that it was given (`sha256:…`) cannot be compared. */
  readonly fromRegistry: boolean;
}

/** One image name runs as one and the same image in every pod: a tag that was moved is seen by its digest. */
export const imageDigests = defineCheck({
  id: 'image-digests',
  title: 'Each tag is one image',
  question: 'Do all pods of one tag run the very same image?',
  needs: { kubernetes: memberRules },
  timeoutSeconds: 30,
  blames: 'release',
  source: 'Upgrades and Rollback, Release tags: a release tag pins the image of every component',
  hint: 'Somebody pushed the tag again: pin the digest, or roll out a tag that was never moved.',
  async run({ subject, kubernetes }) {
    const { members } = await readMembers(subject, kubernetes);
    const seen = members.flatMap(({ pods }) => pods.flatMap(digestsOf));
    if (seen.length === 0) return inconclusive('no container of the release says which image it runs');
    const images = [...Map.groupBy(seen, ({ image }) => image)];
    const expected = `one digest for each of ${images.length} images`;
    const split = (fromRegistry: boolean) =>
      images
        .map(([image, all]) => ({ image, all: all.filter((one) => one.fromRegistry === fromRegistry) }))
        .filter(({ all }) => new Set(all.map(({ digest }) => digest)).size > 1);
    const moved = split(true);
    if (moved.length > 0) return told(moved, expected);
    // Ids of nodes differ between architectures too, and say nothing there.
    const nodesDiffer = split(false);
    const onOneNode = nodesDiffer.filter(({ all }) => {
      const podsNode = new Map(
        members.flatMap(({ pods }) => pods.map((pod) => [pod.metadata?.name, pod.spec?.nodeName])),
      );
      const byNode = Map.groupBy(all, ({ pod }) => podsNode.get(pod));
      return [...byNode.values()].some((same) => new Set(same.map(({ digest }) => digest)).size > 1);
    });
    if (onOneNode.length > 0) return told(onOneNode, expected);
    if (nodesDiffer.length > 0)
      return inconclusive(
        `${nodesDiffer[0]!.image} has another id on another node, and no registry's digest to compare`,
        { expected },
      );
    const mixed = images.find(([, all]) => new Set(all.map(({ fromRegistry }) => fromRegistry)).size > 1);
    if (mixed)
      return inconclusive(
        `${mixed[0]} was pulled on one node and given to another: the two cannot be compared`,
        {
          expected,
        },
      );
    return pass(
      `${images.length} images, one digest each, in ${new Set(seen.map(({ pod }) => pod)).size} pods`,
      {
        expected,
        seen: images.map(([image, [one]]) => `${image}: ${short(one!.digest)}`).join('; '),
      },
    );
  },
});

/** The image that the pod's spec names, and what the kubelet says it runs; containers that have not started say nothing. */
function digestsOf({ metadata, spec, status }: V1Pod): Seen[] {
  const names = new Map((spec?.containers ?? []).map(({ name, image }) => [name, image]));
  return (status?.containerStatuses ?? []).flatMap(({ name, imageID }) => {
    const image = names.get(name);
    const digest = /sha256:[0-9a-f]{64}/.exec(imageID ?? '')?.[0];
    if (!image || !digest || image.includes('@')) return [];
    return [{ pod: metadata?.name ?? '?', image, digest, fromRegistry: imageID.includes('@') }];
  });
}

const short = (digest: string): string => digest.slice(0, 'sha256:'.length + 12);

function told(split: readonly { image: string; all: readonly Seen[] }[], expected: string): Finding {
  const { image, all } = split[0]!;
  const digests = [...Map.groupBy(all, ({ digest }) => digest)].sort(([, a], [, b]) => b.length - a.length);
  const fewer = split.flatMap(({ all: some }) => {
    const [[most] = []] = [...Map.groupBy(some, ({ digest }) => digest)].sort(
      ([, a], [, b]) => b.length - a.length,
    );
    return some.filter(({ digest }) => digest !== most).map(({ pod }) => `Pod/${pod}`);
  });
  const seen = digests
    .map(([digest, pods]) => `${short(digest)}: ${pods.map(({ pod }) => pod).join(', ')}`)
    .join('; ');
  return fail(`${image} is ${digests.length} different images: its tag was moved`, {
    expected,
    seen,
    objects: [...new Set(fewer)],
  });
}
