import type { PlatformFixture } from '../../../kind-fixtures/platforms/platform-fixture.ts';
import { count } from '../../../reports/view/text.ts';
import { clusterProgress } from '../cluster-progress.ts';
import type { CliContext } from '../context.ts';
import { CliError, unwrap } from '../errors.ts';
import type { Steps } from '../steps.ts';
import { assembleDemoImages, type DemoImages } from './images.ts';

/** Where the demo takes place: a cluster with its images loaded, and Helm. */
export interface Harbour {
  readonly kubeconfig: string;
  readonly context: string;
  /** It ran before the demo, which then leaves it running. */
  readonly wasRunning: boolean;
  readonly helm: string;
  readonly images: DemoImages;
  readonly platform: PlatformFixture;
}

export interface HarbourRequest {
  readonly cluster: string | undefined;
  readonly name: string | undefined;
  readonly keep: boolean;
  readonly platform: string;
}

/** Builds what is missing, brings the cluster up, assembles and loads the images. What it starts, the owner ends. */
export async function openHarbour(
  context: CliContext,
  steps: Steps,
  request: HarbourRequest,
): Promise<Harbour> {
  const { signal } = context.owner;
  const platform = await fixtureNamed(request.platform);
  const { chooseCluster } = await import('../../../kind-fixtures/clusters/choose.ts');
  const { provider, why } = unwrap(await chooseCluster({ cluster: request.cluster, name: request.name }));
  steps.note('cluster', why.replace(/^cluster: /, ''));
  const helm = await build(provider.name, steps, signal);

  const before = unwrap(await provider.status());
  const wasRunning = before.state === 'running';
  if (!wasRunning && !request.keep)
    context.owner.own(async () => {
      await steps.step('down', 'removing the cluster', async () => {
        const text = unwrap(await provider.down());
        return { text, value: text };
      });
    });
  const [up, images] = await Promise.all([
    steps.step('up', 'starting Kubernetes', async (update) => {
      const value = unwrap(await provider.up({ signal, onEvent: (event) => update(clusterProgress(event)) }));
      signal.throwIfAborted();
      const text = value.alreadyRunning
        ? `it is running already, at ${value.server}`
        : `Kubernetes is up, at ${value.server}`;
      return { text, value };
    }),
    steps.step('images', 'assembling the images', async () => {
      const value = await assembleDemoImages(helm, platform);
      const remark = value.remark === null ? '' : `; ${value.remark}`;
      return { text: `agent, k6 and the stand-in ${platform.platform} are assembled${remark}`, value };
    }),
  ]);
  if (provider.name === 'existing')
    steps.note(
      'images',
      'an existing cluster takes no images from here: its nodes must have these already',
      'inconclusive',
      images.archives,
    );
  else
    await steps.step('load', 'loading the images into the cluster', async (update) => {
      for (const archive of images.archives) {
        signal.throwIfAborted();
        update(`loading ${archive.split('/').at(-1)}`);
        unwrap(await provider.loadImage(archive));
      }
      return { text: `${count(images.archives.length, 'archive')} loaded`, value: undefined };
    });
  return { kubeconfig: up.kubeconfig, context: up.context, wasRunning, helm, images, platform };
}

async function fixtureNamed(name: string): Promise<PlatformFixture> {
  const { platformFixtures } = await import('../../../kind-fixtures/platforms/index.ts');
  const found = Object.hasOwn(platformFixtures, name) ? platformFixtures[name] : undefined;
  if (found) return found;
  const known = Object.keys(platformFixtures).join(', ');
  throw new CliError('usage', `There is no stand-in for ${name}: choose one of ${known} with --platform.`);
}

/** Measured cold on two cores (`npm run bench:cluster`); the bar has a better estimate as soon as there is one. */
const estimate = (missing: number): string => (missing > 3 ? 'about 8 minutes' : 'some minutes at most');

const inCluster = ['helm', 'k6', 'nats-server'] as const;

/** Builds the programs that the cache lacks, in one go, and answers Helm's path. */
async function build(provider: string, steps: Steps, signal: AbortSignal): Promise<string> {
  const { buildPrograms, missingPrograms } = await import('../../../kind-fixtures/toolchain/build.ts');
  const { programs } = await import('../../../kind-fixtures/toolchain/programs.ts');
  const all = programs.map(({ name }) => name);
  const needed =
    provider === 'local'
      ? all.filter((name) => name !== 'kind')
      : provider === 'kind'
        ? (['kind', ...inCluster] as const)
        : inCluster;
  const missing = await missingPrograms([...needed]);
  if (missing.length === 0) return (await buildPrograms(['helm'])).helm;
  return steps.step(
    'build',
    `building ${count(missing.length, 'program')} from Go modules, once`,
    async (update) => {
      steps.note(
        'build',
        `${missing.length} of ${needed.length} programs are not on this machine yet. They are built once from their Go modules: ${estimate(missing.length)} on two cores. Ctrl-C loses nothing that is finished.`,
        'running',
      );
      const { helm } = await buildPrograms([...needed], {
        signal,
        onProgress: (progress) => update(clusterProgress({ step: 'programs', ...progress })),
      });
      return { text: `${count(missing.length, 'program')} built: ${missing.join(', ')}`, value: helm };
    },
  );
}
