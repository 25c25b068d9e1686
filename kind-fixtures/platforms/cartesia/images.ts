import { assembleImages, type ImageArchive, type ImageSpec } from '../../images/image.ts';
import type { LayerFile } from '../../images/layer.ts';
import { nodeImage } from '../../images/node-runtime.ts';
import { assembleProgramImages } from '../../images/program-images.ts';
import type { BuildOptions } from '../../toolchain/build.ts';
import { type Bundle, bundleServer } from './bundle.ts';
import { imageNames, releaseTags } from './releases.ts';

export interface CartesiaImages {
  /** All names and tags; they share one archive, so loading `archives` is enough. */
  readonly images: readonly ImageArchive[];
  /** Paths of the archives to load: one with every image of the stand-in, one with NATS. */
  readonly archives: readonly string[];
  /** False where espeak-ng is missing: the stand-in then speaks in tones. */
  readonly speaks: boolean;
}

/** Assembles the images of all releases, and of NATS, or finds them in the cache. */
export async function cartesiaImages(options: BuildOptions = {}): Promise<CartesiaImages> {
  const where = options.cache === undefined ? {} : { cache: options.cache };
  const bundle = await bundleServer(where);
  const specs = await Promise.all(
    Object.values(releaseTags).flatMap((tag) => imageNames.map((name) => standInImage(name, tag, bundle))),
  );
  const images = await assembleImages('cartesia-stand-in', specs, where);
  const { 'nats-server': nats } = await assembleProgramImages(['nats-server'], options);
  return {
    images: [...images, nats],
    archives: [...new Set([images[0]!.path, nats.path])],
    speaks: bundle.corpus !== undefined,
  };
}

function standInImage(name: string, tag: string, { server, probe, corpus }: Bundle): Promise<ImageSpec> {
  const speech: LayerFile[] = corpus ? [{ from: corpus, to: '/app/speech.bin' }] : [];
  const files: LayerFile[] = [
    { from: server, to: '/app/server.mjs' },
    { from: probe, to: '/app/probe.mjs' },
    ...speech,
  ];
  // The name is in it so that no two images have one id: a kubelet would show either name for both.
  const env = { RELEASE_TAG: tag, STANDIN_IMAGE: name, SPEECH_CORPUS: '/app/speech.bin' };
  return nodeImage(name, tag, files, '/app/server.mjs', { env });
}
