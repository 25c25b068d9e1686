import { assembleImages, type ImageArchive, type ImageSpec } from '../../images/image.ts';
import { nodeImage } from '../../images/node-runtime.ts';
import { assembleProgramImages } from '../../images/program-images.ts';
import type { BuildOptions } from '../../toolchain/build.ts';
import { bundleServer } from './bundle.ts';
import { imageTags, releaseTags } from './releases.ts';

export interface SieImages {
  /** All names and tags; those of the stand-in share one archive. */
  readonly images: readonly ImageArchive[];
  /** Paths of the archives to load: the stand-in's, NATS', and the pause program's for the prepull pods. */
  readonly archives: readonly string[];
}

/** Assembles the images of all releases, or finds them in the cache. */
export async function sieImages(options: BuildOptions = {}): Promise<SieImages> {
  const where = options.cache === undefined ? {} : { cache: options.cache };
  const server = await bundleServer(where);
  const specs = await Promise.all(
    Object.values(releaseTags).flatMap((release) =>
      imageTags(release).map(
        ({ name, tag, version }): Promise<ImageSpec> =>
          // The name is in it so that no two images have one id: a kubelet would show either name for both.
          nodeImage(name, tag, [{ from: server, to: '/app/server.mjs' }], '/app/server.mjs', {
            env: { SIE_VERSION: version, STANDIN_IMAGE: name },
          }),
      ),
    ),
  );
  const images = await assembleImages('sie-stand-in', specs, where);
  const programs = Object.values(await assembleProgramImages(['nats-server', 'pause'], options));
  return {
    images: [...images, ...programs],
    archives: [images[0]!.path, ...programs.map(({ path }) => path)],
  };
}
