import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';

/** What an archive says it holds. */
export interface ArchiveEntry {
  readonly name: string;
  /** Digest of the manifest. */
  readonly digest: string;
}

/** How far into an archive its index is looked for; ours have it at the start. */
const maxEntries = 8;

/** The images in an OCI layout archive; empty where it says nothing near its start. Reads no layers. */
export async function archiveIndex(path: string): Promise<ArchiveEntry[]> {
  const file = createReadStream(path);
  const tar = file.pipe(extract());
  let seen = 0;
  try {
    for await (const entry of tar) {
      if (entry.header.name === 'index.json') return readIndex(await buffer(entry));
      if (++seen === maxEntries) return [];
      entry.resume();
    }
    return [];
  } finally {
    file.destroy();
  }
}

function readIndex(data: Buffer): ArchiveEntry[] {
  const { manifests } = JSON.parse(data.toString()) as {
    manifests: { digest: string; annotations?: Record<string, string> }[];
  };
  return manifests.flatMap(({ digest, annotations }) => {
    const name = annotations?.['io.containerd.image.name'];
    return name === undefined ? [] : [{ name, digest }];
  });
}
