import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Pack } from 'tar-stream';
import { pack } from 'tar-stream';
import { sha256 } from './image.ts';
import type { Layer } from './layer.ts';

interface Parts {
  readonly name: string;
  readonly config: Buffer;
  readonly manifest: Buffer;
  readonly layers: readonly Layer[];
}

/**
 * Writes an OCI image layout as a tar. `index.json` with containerd's name
 * annotation serves containerd and kind, `manifest.json` serves `docker load`.
 */
export async function writeArchive(path: string, parts: Parts): Promise<void> {
  const tar = pack();
  await Promise.all([pipeline(tar, createWriteStream(path)), fill(tar, parts)]);
}

const blob = (digest: string): string => `blobs/${digest.replace(':', '/')}`;

async function fill(tar: Pack, { name, config, manifest, layers }: Parts): Promise<void> {
  const write = (file: string, data: Buffer | string) => tar.entry({ name: file, mtime: new Date(0) }, data);
  write('oci-layout', JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  const entry = {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: sha256(manifest),
    size: manifest.length,
    annotations: {
      'io.containerd.image.name': name,
      'org.opencontainers.image.ref.name': name.slice(name.lastIndexOf(':') + 1),
    },
  };
  write('index.json', JSON.stringify({ schemaVersion: 2, manifests: [entry] }));
  const docker = {
    Config: blob(sha256(config)),
    RepoTags: [name],
    Layers: layers.map((layer) => blob(layer.digest)),
  };
  write('manifest.json', JSON.stringify([docker]));
  write(blob(sha256(manifest)), manifest);
  write(blob(sha256(config)), config);
  for (const { digest, path, bytes } of layers) {
    const into = tar.entry({ name: blob(digest), mtime: new Date(0), size: bytes });
    await pipeline(createReadStream(path), into);
  }
  tar.finalize();
}
