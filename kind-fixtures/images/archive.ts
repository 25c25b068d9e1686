import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Pack } from 'tar-stream';
import { pack } from 'tar-stream';
import { sha256 } from './digest.ts';
import type { Layer } from './layer.ts';

/** One image of an archive. */
export interface Parts {
  readonly name: string;
  readonly config: Buffer;
  readonly manifest: Buffer;
  readonly layers: readonly Layer[];
}

/**
 * Writes an OCI image layout as a tar; what several images share is in it once. `index.json` with containerd's name
 * annotation serves containerd and kind, `manifest.json` serves `docker load`.
 */
export async function writeArchive(path: string, images: readonly Parts[]): Promise<void> {
  const tar = pack();
  await Promise.all([pipeline(tar, createWriteStream(path)), fill(tar, images)]);
}

const blob = (digest: string): string => `blobs/${digest.replace(':', '/')}`;

async function fill(tar: Pack, images: readonly Parts[]): Promise<void> {
  const write = (file: string, data: Buffer | string) => tar.entry({ name: file, mtime: new Date(0) }, data);
  write('oci-layout', JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  write('index.json', JSON.stringify({ schemaVersion: 2, manifests: images.map(indexEntry) }));
  write('manifest.json', JSON.stringify(images.map(dockerEntry)));
  const documents = new Map(
    images.flatMap(({ config, manifest }) => [config, manifest]).map((data) => [sha256(data), data]),
  );
  for (const [digest, data] of documents) write(blob(digest), data);
  const layers = new Map(images.flatMap((image) => image.layers).map((layer) => [layer.digest, layer]));
  for (const { digest, path, bytes } of layers.values()) {
    const into = tar.entry({ name: blob(digest), mtime: new Date(0), size: bytes });
    await pipeline(createReadStream(path), into);
  }
  tar.finalize();
}

function indexEntry({ name, manifest }: Parts): object {
  return {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: sha256(manifest),
    size: manifest.length,
    annotations: {
      'io.containerd.image.name': name,
      'org.opencontainers.image.ref.name': name.slice(name.lastIndexOf(':') + 1),
    },
  };
}

function dockerEntry({ name, config, layers }: Parts): object {
  return {
    Config: blob(sha256(config)),
    RepoTags: [name],
    Layers: layers.map((layer) => blob(layer.digest)),
  };
}
