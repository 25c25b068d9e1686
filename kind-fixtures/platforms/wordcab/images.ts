import { assembleImages, type ImageArchive, type ImageSpec } from '../../images/image.ts';
import type { LayerFile } from '../../images/layer.ts';
import { nodeImage } from '../../images/node-runtime.ts';
import type { BuildOptions } from '../../toolchain/build.ts';
import { type Bundle, bundleServer } from './bundle.ts';
import { imageNames, releaseTags } from './releases.ts';

export interface WordcabImages {
  /** All names and tags; they share one archive. */
  readonly images: readonly ImageArchive[];
  readonly archive: string;
  /** False where espeak-ng is missing: the stand-in then speaks in tones, and understands nothing. */
  readonly speaks: boolean;
}

/** Assembles the images of all releases, or finds them in the cache. */
export async function wordcabImages(options: BuildOptions = {}): Promise<WordcabImages> {
  const where = options.cache === undefined ? {} : { cache: options.cache };
  const bundle = await bundleServer(where);
  const specs = await Promise.all(
    Object.values(releaseTags).flatMap((tag) => imageNames.map((name) => standInImage(name, tag, bundle))),
  );
  const images = await assembleImages('wordcab-stand-in', specs, where);
  return { images, archive: images[0]!.path, speaks: bundle.corpus !== undefined };
}

function standInImage(name: string, tag: string, { server, corpus }: Bundle): Promise<ImageSpec> {
  const speech: LayerFile[] = corpus ? [{ from: corpus, to: '/app/speech.bin' }] : [];
  const files: LayerFile[] = [{ from: server, to: '/app/server.mjs' }, ...speech];
  // The name is in it so that no two images have one id: a kubelet would show either name for both.
  const env = { RELEASE_TAG: tag, STANDIN_IMAGE: name, SPEECH_CORPUS: '/app/speech.bin' };
  return nodeImage(name, tag, files, '/app/server.mjs', { env });
}
