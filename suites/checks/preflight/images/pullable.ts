import type { ClusterReader } from '../../../probes/kubernetes/reader.ts';
import { ProbeError } from '../../../probes/probe-error.ts';
import { imageName } from '../../../probes/registry/image-name.ts';
import type { RegistryProbe } from '../../../probes/registry/probe.ts';
import { type Finding, fail, inconclusive, pass, skip } from '../../../record/finding.ts';
import type { PodTemplate } from './pod-templates.ts';
import { PullSecrets, pullSecretReads } from './pull-secrets.ts';
import { presence, refusedImages, runningImages, type WantedImage, wantedImages } from './wanted.ts';

export const imageReads = ['list:nodes', 'list:pods', ...pullSecretReads] as const;

/** A release has tens of images. More is not asked for, so that no registry is flooded. */
const mostImages = 80;
const atOnce = 4;

interface Answer {
  readonly verdict: 'there' | 'absent' | 'unknown';
  readonly seen: string;
  readonly wanted: WantedImage;
}

/** Whether the nodes have or can pull every image of these pods. Throws `ProbeError`. */
export async function imagesPullable(
  reader: ClusterReader<(typeof imageReads)[number]>,
  registry: RegistryProbe,
  templates: readonly PodTemplate[],
  signal: AbortSignal,
): Promise<Finding> {
  const all = wantedImages(templates);
  if (all.length === 0) return skip('no pod of the release names an image');
  const [nodes, pods] = await Promise.all([reader.list('nodes'), reader.list('pods')]);
  const running = runningImages(pods);
  const refused = refusedImages(pods);
  const secrets = new PullSecrets(reader);
  const asked = all.slice(0, mostImages);
  const answers: Answer[] = [];
  const queue = asked[Symbol.iterator]();
  const work = async () => {
    for (const wanted of queue) {
      // A kubelet that tried knows best.
      const said = refused.get(imageName(wanted.image).full);
      answers.push({
        wanted,
        ...(said === undefined
          ? await answer(wanted, presence(wanted, nodes, running), registry, secrets, signal)
          : { verdict: 'absent' as const, seen: said }),
      });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return judged(answers, all.length);
}

function judged(answers: readonly Answer[], total: number): Finding {
  const of = (verdict: Answer['verdict']) => answers.filter((one) => one.verdict === verdict);
  const [absent, unknown] = [of('absent'), of('unknown')];
  const evidence = (those: readonly Answer[]) => ({
    expected: `${total} images that every node has or can pull`,
    seen: those.map(({ wanted, seen }) => `${wanted.image}: ${seen}`).join('; '),
    objects: [...new Set(those.map(({ wanted }) => wanted.of))],
  });
  if (absent.length > 0)
    return fail(`${absent.length} of ${total} images cannot be pulled: ${names(absent)}`, evidence(absent));
  if (unknown.length > 0 || total > answers.length)
    return inconclusive(
      `${unknown.length + total - answers.length} of ${total} images: whether they can be pulled is not known`,
      evidence(unknown),
    );
  return pass(`${total} of ${total} images are on the nodes or in their registry`, evidence(answers));
}

const names = (those: readonly Answer[]): string =>
  those
    .slice(0, 3)
    .map(({ wanted }) => wanted.image)
    .join(', ') + (those.length > 3 ? ', …' : '');

async function answer(
  { image, policy, pod }: WantedImage,
  onNodes: ReturnType<typeof presence>,
  registry: RegistryProbe,
  secrets: PullSecrets,
  signal: AbortSignal,
): Promise<Pick<Answer, 'verdict' | 'seen'>> {
  if (policy === 'Never') {
    if (onNodes === 'all') return { verdict: 'there', seen: 'on every node' };
    return onNodes === 'unknown'
      ? { verdict: 'unknown', seen: 'the nodes list too few of their images' }
      : { verdict: 'absent', seen: 'pull policy Never, and not on every node that the pod may go to' };
  }
  if (policy === 'IfNotPresent' && onNodes === 'all') return { verdict: 'there', seen: 'on every node' };
  try {
    const credentials = await secrets.credentials(image, pod);
    const found = await registry.find(image, credentials ?? undefined, signal);
    if (found.there) return { verdict: 'there', seen: found.digest || 'in the registry' };
    if (found.why === 'missing') return { verdict: 'absent', seen: `${found.seen}: it is not there` };
    // A node may have credentials of its own, from its cloud; those of a pull secret are what was meant to work.
    return credentials
      ? { verdict: 'absent', seen: `${found.seen} to the pull secret` }
      : { verdict: 'unknown', seen: `${found.seen}, and no pull secret is for it` };
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error;
    return { verdict: 'unknown', seen: error.message };
  }
}
