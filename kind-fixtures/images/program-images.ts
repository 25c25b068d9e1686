import type { BuildOptions } from '../toolchain/build.ts';
import { buildPrograms } from '../toolchain/build.ts';
import type { ProgramName } from '../toolchain/programs.ts';
import { coreDnsVersion, helmVersion, k6Version, natsVersion } from '../toolchain/programs.ts';
import type { ImageArchive, ImageSpec } from './image.ts';
import { assembleImage, imageName } from './image.ts';
import { certificateFiles, staticImage } from './static.ts';

interface ProgramImage {
  readonly program: ProgramName;
  readonly tag: string;
  /** Where it differs from `staticImage`. */
  readonly extra?: Partial<Omit<ImageSpec, 'name' | 'tag'>>;
}

/** The images that hold one program of the toolchain each. A Dockerfile of the same name gives the same content. */
export const programImages = {
  pause: { program: 'pause', tag: 'v1' },
  // Port 53 needs a capability, which only root is given by default.
  coredns: { program: 'coredns', tag: coreDnsVersion, extra: { user: '0:0' } },
  helm: { program: 'helm', tag: helmVersion, extra: { env: { HOME: '/tmp' } } },
  'nats-server': { program: 'nats-server', tag: natsVersion },
  k6: { program: 'k6', tag: k6Version },
} as const satisfies Readonly<Record<string, ProgramImage>>;

export type ProgramImageName = keyof typeof programImages;

/** The full name of one of these images, for manifests. */
export function programImageName(name: ProgramImageName): string {
  return imageName(name, programImages[name].tag);
}

/** What one of these images is made of, around a binary that is built already. */
export async function programImageSpec(name: ProgramImageName, binary: string): Promise<ImageSpec> {
  const { tag, extra = {} }: ProgramImage = programImages[name];
  return staticImage(name, tag, binary, { ...extra, files: await certificateFiles() });
}

/** Builds the programs where needed and assembles their images. */
export async function assembleProgramImages<const N extends ProgramImageName>(
  names: readonly N[],
  options: BuildOptions = {},
): Promise<Record<N, ImageArchive>> {
  const binaries = await buildPrograms(
    names.map((name): ProgramName => programImages[name].program),
    options,
  );
  const where = options.cache === undefined ? {} : { cache: options.cache };
  const assembled = names.map(async (name) => {
    const spec = await programImageSpec(name, binaries[programImages[name].program]);
    return [name, await assembleImage(spec, where)] as const;
  });
  return Object.fromEntries(await Promise.all(assembled)) as Record<N, ImageArchive>;
}
