import { buildPrograms } from '../toolchain/build.ts';
import { coreDnsVersion } from '../toolchain/programs.ts';
import type { ImageArchive } from './image.ts';
import { assembleImage, imageName } from './image.ts';
import { staticImage } from './static.ts';

export const pauseImage: string = imageName('pause', 'v1');
export const coreDnsImage: string = imageName('coredns', coreDnsVersion);

/** The images that a cluster needs before it can run a pod: pause and CoreDNS. */
export async function systemImages(options: { readonly cache?: string } = {}): Promise<ImageArchive[]> {
  const { pause, coredns } = await buildPrograms(['pause', 'coredns'], options);
  return Promise.all([
    assembleImage(staticImage('pause', 'v1', pause), options),
    assembleImage(staticImage('coredns', coreDnsVersion, coredns, { user: '0:0' }), options),
  ]);
}
