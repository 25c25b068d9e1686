import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleAgent } from '../../image/bundle.ts';
import { agentImageParts } from '../../image/image.ts';

/** What the demo needs in the cluster: full names of images, and the archives that hold them. */
export interface DemoImages {
  readonly agent: string;
  readonly load: string;
  readonly archives: readonly string[];
  /** False where the stand-in has no recorded speech. */
  readonly speaks: boolean;
}

/** Assembles all images, or finds them in the cache. Nothing is fetched. */
export async function assembleDemoImages(helm: string): Promise<DemoImages> {
  const { cacheFolder } = await import('../../../kind-fixtures/toolchain/folders.ts');
  const { assembleImage } = await import('../../../kind-fixtures/images/image.ts');
  const { nodeImage } = await import('../../../kind-fixtures/images/node-runtime.ts');
  const { assembleProgramImages } = await import('../../../kind-fixtures/images/program-images.ts');
  const { cartesiaFixture } = await import('../../../kind-fixtures/platforms/cartesia/fixture.ts');

  const folder = join(cacheFolder(), 'agent');
  await mkdir(folder, { recursive: true });
  const agent = async () => {
    const { name, tag, files, entry } = agentImageParts(await bundleAgent(folder), helm);
    return assembleImage(await nodeImage(name, tag, files, entry));
  };
  const [agentImage, { k6 }, standIn] = await Promise.all([
    agent(),
    assembleProgramImages(['k6']),
    cartesiaFixture.images(),
  ]);
  return {
    agent: agentImage.name,
    load: k6.name,
    archives: [agentImage.path, k6.path, ...standIn.archives],
    speaks: standIn.speaks,
  };
}
