import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { getContainerRuntimeClient, ImageName } from 'testcontainers';
import { FixtureError } from '../toolchain/fixture-error.ts';

/** An image archive and one of the names in it. */
export interface Loadable {
  readonly name: string;
  readonly path: string;
}

/**
 * Loads image archives into the engine that testcontainers uses. Disposing of the
 * result removes those images that were not there before.
 * @throws FixtureError (`unavailable`) with the engine's reason.
 */
export async function loadImages(images: readonly Loadable[]): Promise<AsyncDisposable> {
  const { image, container } = await getContainerRuntimeClient();
  const { dockerode } = container;
  const added: string[] = [];
  for (const { name } of images) {
    // Not `image.exists`: that remembers a yes.
    const there = await image.inspect(ImageName.fromString(name)).then(Boolean, () => false);
    if (!there) added.push(name);
  }
  for (const path of new Set(images.map((one) => one.path))) {
    const said = await text(await dockerode.loadImage(createReadStream(path), { quiet: true }));
    if (said.includes('"error"')) {
      throw new FixtureError('unavailable', `Docker did not take the images of ${path}: ${said.trim()}`);
    }
  }
  return {
    [Symbol.asyncDispose]: async () => {
      for (const name of added) await dockerode.getImage(name).remove();
    },
  };
}
