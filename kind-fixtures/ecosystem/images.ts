import { assembleImage } from '../images/image.ts';
import { baseFiles, certificateFiles, nonroot } from '../images/static.ts';
import { buildPrograms } from '../toolchain/build.ts';
import type { ecosystemPrograms } from '../toolchain/ecosystem-programs.ts';
import { programNamed } from '../toolchain/programs.ts';
import type { EcosystemCluster } from './cluster-objects.ts';

export type EcosystemProgram = (typeof ecosystemPrograms)[number]['name'];

/**
 * Builds programs where the cache lacks them and gives the cluster an image of each, with the binary at `/bin/NAME`.
 * Takes minutes the first time. Answers the images' names.
 */
export async function loadPrograms<const N extends EcosystemProgram>(
  cluster: EcosystemCluster,
  names: readonly N[],
): Promise<Record<N, string>> {
  const binaries = await buildPrograms(names);
  const images: Record<string, string> = {};
  for (const name of names) {
    const path = `/bin/${name}`;
    const image = await assembleImage({
      name,
      tag: programNamed(name).version,
      files: [...baseFiles, ...(await certificateFiles()), { from: binaries[name], to: path, mode: 0o755 }],
      entrypoint: [path],
      user: nonroot,
    });
    await cluster.loadImage(image.path);
    images[name] = image.name;
  }
  return images as Record<N, string>;
}
