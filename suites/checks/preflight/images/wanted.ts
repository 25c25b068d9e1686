import type { V1Node, V1Pod, V1PodSpec } from '@kubernetes/client-node';
import { imageName } from '../../../probes/registry/image-name.ts';
import { isEligible } from '../room/nodes.ts';
import type { PodTemplate } from './pod-templates.ts';

/** One image that pods need, with what decides where it must be. */
export interface WantedImage {
  readonly image: string;
  readonly policy: 'Always' | 'IfNotPresent' | 'Never';
  readonly of: string;
  readonly pod: V1PodSpec;
}

/** Every image of these pods once, by the strictest pull policy that any of them has. */
export function wantedImages(templates: readonly PodTemplate[]): WantedImage[] {
  const wanted = templates.flatMap(({ of, pod }) =>
    [...(pod.initContainers ?? []), ...pod.containers].flatMap(({ image, imagePullPolicy }) => {
      if (image === undefined) return [];
      const usual = imageName(image).reference === 'latest' ? 'Always' : 'IfNotPresent';
      return [{ image, policy: (imagePullPolicy ?? usual) as WantedImage['policy'], of, pod }];
    }),
  );
  const rank = { Never: 0, Always: 1, IfNotPresent: 2 };
  return [...Map.groupBy(wanted, ({ image }) => imageName(image).full).values()].map(
    (same) => same.sort((a, b) => rank[a.policy] - rank[b.policy])[0]!,
  );
}

/** A kubelet lists only its 50 largest images unless told otherwise (`nodeStatusMaxImages`). */
const mostListed = 50;

/** What runs where, because nodes' own lists are cut. */
export type Running = ReadonlyMap<string, ReadonlySet<string>>;

/** The images of running containers, by node. */
export function runningImages(pods: readonly V1Pod[]): Running {
  const running = new Map<string, Set<string>>();
  for (const { spec, status } of pods) {
    const up = new Set(
      (status?.containerStatuses ?? []).filter(({ state }) => state?.running).map(({ name }) => name),
    );
    const node = running.get(spec?.nodeName ?? '') ?? new Set();
    for (const { name, image } of spec?.containers ?? [])
      if (image !== undefined && up.has(name)) node.add(imageName(image).full);
    running.set(spec?.nodeName ?? '', node);
  }
  return running;
}

const refusals: readonly string[] = [
  'ErrImageNeverPull',
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
];

/** What kubelets say of images that they could not get, by the image's full name. */
export function refusedImages(pods: readonly V1Pod[]): Map<string, string> {
  return new Map(
    pods.flatMap(({ metadata, spec, status }) =>
      [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])].flatMap(
        ({ name, state }) => {
          const { reason = '' } = state?.waiting ?? {};
          const image = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].find(
            (one) => one.name === name,
          )?.image;
          if (!refusals.includes(reason) || image === undefined) return [];
          return [[imageName(image).full, `${reason} of Pod/${metadata?.name}`] as const];
        },
      ),
    ),
  );
}

/** Where an image is: on every node that the pod may go to, not on all of them, or a node's list is too short to tell. */
export function presence(
  { image, pod }: WantedImage,
  nodes: readonly V1Node[],
  running: Running,
): 'all' | 'not-all' | 'unknown' {
  const eligible = nodes.filter((node) => isEligible(node, pod));
  if (eligible.length === 0) return 'not-all';
  const { full } = imageName(image);
  const lacking = eligible.filter(
    ({ metadata, status }) =>
      !running.get(metadata?.name ?? '')?.has(full) &&
      !(status?.images ?? []).some(({ names }) =>
        (names ?? []).some((name) => imageName(name).full === full),
      ),
  );
  if (lacking.length === 0) return 'all';
  const certain = lacking.some(({ status }) => (status?.images ?? []).length < mostListed);
  return certain ? 'not-all' : 'unknown';
}
