import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlatformFixture } from '../../../kind-fixtures/platforms/platform-fixture.ts';
import { bundleAgent } from '../../image/bundle.ts';
import { agentImageParts } from '../../image/image.ts';

/** What the demo needs in the cluster: full names of images, and the archives that hold them. */
export interface DemoImages {
  readonly agent: string;
  readonly load: string;
  readonly archives: readonly string[];
  /** What the stand-in lacks on this machine, if anything. */
  readonly remark: string | null;
}

/** Assembles all images, or finds them in the cache. Nothing is fetched. */
export async function assembleDemoImages(helm: string, platform: PlatformFixture): Promise<DemoImages> {
  const { cacheFolder } = await import('../../../kind-fixtures/toolchain/folders.ts');
  const { assembleImage } = await import('../../../kind-fixtures/images/image.ts');
  const { nodeImage } = await import('../../../kind-fixtures/images/node-runtime.ts');
  const { assembleProgramImages } = await import('../../../kind-fixtures/images/program-images.ts');

  const folder = join(cacheFolder(), 'agent');
  await mkdir(folder, { recursive: true });
  const agent = async () => {
    const { name, tag, files, entry } = agentImageParts(await bundleAgent(folder), helm);
    return assembleImage(await nodeImage(name, tag, files, entry));
  };
  const [agentImage, { k6 }, standIn, remark] = await Promise.all([
    agent(),
    assembleProgramImages(['k6']),
    platform.archives(),
    platform.remark?.() ?? null,
  ]);
  return {
    agent: agentImage.name,
    load: k6.name,
    archives: [agentImage.path, k6.path, ...standIn],
    remark,
  };
}
