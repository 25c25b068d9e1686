import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import type { CleanFile } from '../redact/redact-files.ts';
import { type SigningKey, signatureOf } from './signature.ts';

export const checksumsPath = 'checksums.sha256';
export const signaturePath = 'signature.ed25519';
export const publicKeyPath = 'public-key.pem';
/** Bytes of all files of a bundle that is read. */
const mostBytes = 512 * 1024 * 1024;
const mostFiles = 20_000;

export const sha256 = (content: Uint8Array | string): string =>
  createHash('sha256').update(content).digest('hex');

/** The files as a signed `.tgz`, all in one folder of that name; the lines of its checksums are as `sha256sum -c` reads them. */
export async function packBundle(
  folder: string,
  files: readonly CleanFile[],
  key: SigningKey,
  now: Date,
): Promise<Buffer> {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const contents = [...sorted, { path: publicKeyPath, text: key.publicPem }];
  const checksums = contents.map(({ path, text }) => `${sha256(text)}  ${path}\n`).join('');
  const all = [
    ...contents,
    { path: checksumsPath, text: checksums },
    { path: signaturePath, text: `${signatureOf(Buffer.from(checksums), key)}\n` },
  ];
  const tar = pack();
  for (const { path, text } of all) tar.entry({ name: `${folder}/${path}`, mtime: now, mode: 0o644 }, text);
  tar.finalize();
  const chunks: Buffer[] = [];
  await pipeline(tar as unknown as NodeJS.ReadableStream, createGzip(), async (packed) => {
    for await (const chunk of packed) chunks.push(chunk as Buffer);
  });
  return Buffer.concat(chunks);
}

/** Why a file is no bundle. */
export class NotABundle extends Error {
  override readonly name = 'NotABundle';
}

/** The files of a bundle by their paths below its folder. Bounded, and only plain files. @throws NotABundle */
export async function unpackBundle(archive: Uint8Array): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const reading = extract();
  let bytes = 0;
  const keeping = (async () => {
    for await (const entry of reading) {
      const { name, type } = entry.header;
      if (type === 'directory') {
        entry.resume();
        continue;
      }
      const path = name.split('/').slice(1).join('/');
      if (type !== 'file' || !path || name.split('/').includes('..') || files.has(path))
        throw new NotABundle(`${JSON.stringify(name)} is no plain file of a bundle`);
      const chunks: Buffer[] = [];
      for await (const chunk of entry) {
        bytes += (chunk as Buffer).length;
        if (bytes > mostBytes) throw new NotABundle('it is larger than a bundle can be');
        chunks.push(chunk as Buffer);
      }
      files.set(path, Buffer.concat(chunks));
      if (files.size > mostFiles) throw new NotABundle('it holds more files than a bundle can');
    }
  })();
  try {
    await Promise.all([
      pipeline(Readable.from([archive]), createGunzip(), reading as unknown as NodeJS.WritableStream),
      keeping,
    ]);
  } catch (error) {
    if (error instanceof NotABundle) throw error;
    throw new NotABundle(`it is no gzipped tar (${(error as Error).message})`);
  }
  return files;
}
