import { randomUUID } from 'node:crypto';
import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../toolchain/folders.ts';
import { forgetOld } from '../toolchain/forget-old.ts';
import type { Parts } from './archive.ts';
import { writeArchive } from './archive.ts';
import { sha256 } from './digest.ts';
import type { Layer, LayerFile } from './layer.ts';
import { ensureLayer } from './layer.ts';

/** What an image is made of. Its content depends on this and the named files only. */
export interface ImageSpec {
  /** The short name, e.g. `pause`; the image is `localhost/seatrial/pause:TAG`. */
  readonly name: string;
  readonly tag: string;
  /** Layers below the files, e.g. a runtime that several images share. */
  readonly layers?: readonly (readonly LayerFile[])[];
  readonly files: readonly LayerFile[];
  readonly entrypoint: readonly string[];
  readonly cmd?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly workdir?: string;
  /** `uid` or `uid:gid`. */
  readonly user?: string;
}

/** An image as one file, which containerd, Docker and kind can load. */
export interface ImageArchive {
  /** The full name with its tag. */
  readonly name: string;
  readonly path: string;
  /** Digest of the OCI manifest, `sha256:…`. */
  readonly digest: string;
  readonly bytes: number;
}

/** The full name of an image of ours. */
export function imageName(name: string, tag: string): string {
  return `localhost/seatrial/${name}:${tag}`;
}

/** How many builds of one image are kept, and how many blobs of all images. */
const keptArchives = 3;
const keptBlobs = 60;

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/**
 * Assembles the image, or finds it in the cache. Times, owners and order are
 * fixed, so equal input gives an equal digest on every machine.
 */
export async function assembleImage(
  spec: ImageSpec,
  options: { readonly cache?: string } = {},
): Promise<ImageArchive> {
  const [image] = await assembleImages(`${spec.name}-${spec.tag}`, [spec], options);
  return image!;
}

/**
 * Assembles several images into one archive, which holds their common layers
 * once: `path` and `bytes` are the same for all of them, and one load is enough.
 * `file` is what the archive's name starts with.
 */
export async function assembleImages(
  file: string,
  specs: readonly ImageSpec[],
  options: { readonly cache?: string } = {},
): Promise<ImageArchive[]> {
  const folder = join(options.cache ?? cacheFolder(), 'images');
  await mkdir(join(folder, 'blobs'), { recursive: true });
  await mkdir(join(folder, 'archives'), { recursive: true });
  const images: Parts[] = [];
  for (const spec of specs) images.push(await partsOf(spec, folder));
  const key = sha256(
    Buffer.concat(images.map(({ name, manifest }) => Buffer.concat([Buffer.from(name), manifest]))),
  );
  const path = join(folder, 'archives', `${file}-${key.slice(7, 23)}.tar`);
  if (!(await stat(path).then(Boolean, () => false))) {
    const temporary = join(folder, 'archives', `.${randomUUID()}`);
    await writeArchive(temporary, images);
    await rename(temporary, path);
    const isOther = (name: string) => name.startsWith(`${file}-`);
    await forgetOld(join(folder, 'archives'), isOther, keptArchives);
    await forgetOld(join(folder, 'blobs'), () => true, keptBlobs);
  }
  const { size } = await stat(path);
  return images.map(({ name, manifest }) => ({ name, path, digest: sha256(manifest), bytes: size }));
}

async function partsOf(spec: ImageSpec, folder: string): Promise<Parts> {
  const layers: Layer[] = [];
  for (const files of [...(spec.layers ?? []), spec.files]) {
    if (files.length > 0) layers.push(await ensureLayer(files, folder));
  }
  const config = Buffer.from(JSON.stringify(imageConfig(spec, layers)));
  const manifest = Buffer.from(JSON.stringify(imageManifest(config, layers)));
  return { name: imageName(spec.name, spec.tag), config, manifest, layers };
}

function imageConfig(spec: ImageSpec, layers: readonly Layer[]): object {
  return {
    created: '1970-01-01T00:00:00Z',
    architecture: architectures[process.arch] ?? process.arch,
    os: 'linux',
    config: {
      Entrypoint: spec.entrypoint,
      ...(spec.cmd === undefined ? {} : { Cmd: spec.cmd }),
      Env: Object.entries({ PATH: '/usr/local/bin:/usr/bin:/bin', ...spec.env }).map(([k, v]) => `${k}=${v}`),
      WorkingDir: spec.workdir ?? '/',
      ...(spec.user === undefined ? {} : { User: spec.user }),
    },
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.digest) },
  };
}

function imageManifest(config: Buffer, layers: readonly Layer[]): object {
  return {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: sha256(config),
      size: config.length,
    },
    layers: layers.map(({ digest, bytes }) => ({
      mediaType: 'application/vnd.oci.image.layer.v1.tar',
      digest,
      size: bytes,
    })),
  };
}
