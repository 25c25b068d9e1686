import { createReadStream } from 'node:fs';
import { mkdir, mkdtempDisposable, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { expect, test } from 'vitest';
import { sha256 } from './digest.ts';
import type { ImageSpec } from './image.ts';
import { assembleImage } from './image.ts';

const scratch = () => mkdtempDisposable(join(tmpdir(), 'image-'));

const spec = (files: ImageSpec['files']): ImageSpec => ({
  name: 'boat',
  tag: 'v1',
  files,
  entrypoint: ['/bin/boat'],
  env: { SAIL: 'up' },
  user: '65532:65532',
});

interface Entry {
  readonly data: Buffer;
  readonly mode: number | undefined;
  readonly type: string | undefined;
  readonly linkname: string | null | undefined;
}

async function unpack(path: string): Promise<Record<string, Entry>> {
  const found: Record<string, Entry> = {};
  for await (const entry of createReadStream(path).pipe(extract())) {
    const { name, mode, type, linkname } = entry.header;
    found[name] = { data: await buffer(entry), mode, type, linkname };
  }
  return found;
}

test('an archive is an OCI layout and a Docker archive whose digests are true', async () => {
  await using scratchFolder = await scratch();
  const folder = scratchFolder.path;
  const layers = [[{ text: 'engine', to: '/lib/engine', mode: 0o755 }]];
  const image = await assembleImage(
    { ...spec([{ text: 'boat', to: 'bin/boat', mode: 0o755 }]), layers },
    { cache: folder },
  );
  expect(image.name).toBe('localhost/seatrial/boat:v1');
  const files = await unpack(image.path);
  const index = JSON.parse(files['index.json']!.data.toString());
  expect(index.manifests[0]).toMatchObject({
    digest: image.digest,
    annotations: { 'io.containerd.image.name': image.name },
  });
  for (const [name, { data }] of Object.entries(files)) {
    if (name.startsWith('blobs/')) expect(sha256(data)).toBe(name.replace('blobs/sha256/', 'sha256:'));
  }
  const blob = (digest: string) => files[`blobs/${digest.replace(':', '/')}`]!.data;
  const manifest = JSON.parse(blob(image.digest).toString());
  const config = JSON.parse(blob(manifest.config.digest).toString());
  expect(config.config).toMatchObject({ Entrypoint: ['/bin/boat'], User: '65532:65532' });
  expect(config.config.Env).toContain('SAIL=up');
  expect(config.rootfs.diff_ids).toEqual(manifest.layers.map((layer: { digest: string }) => layer.digest));
  expect(JSON.parse(files['manifest.json']!.data.toString())).toEqual([
    {
      Config: `blobs/${manifest.config.digest.replace(':', '/')}`,
      RepoTags: [image.name],
      Layers: manifest.layers.map((layer: { digest: string }) => `blobs/${layer.digest.replace(':', '/')}`),
    },
  ]);
});

test('equal files give an equal digest, whatever their times and place', async () => {
  await using scratchFolder = await scratch();
  const folder = scratchFolder.path;
  const digests: string[] = [];
  for (const place of ['here', 'there']) {
    const app = join(folder, place);
    await mkdir(join(app, 'deep'), { recursive: true });
    await writeFile(join(app, 'deep/b'), 'b');
    await writeFile(join(app, 'a'), 'a', { mode: 0o700 });
    await symlink('a', join(app, 'link'));
    await utimes(join(app, 'a'), place.length, place.length * 1000);
    const image = await assembleImage(spec([{ from: app, to: '/app' }]), {
      cache: join(folder, `of-${place}`),
    });
    digests.push(image.digest);
  }
  expect(digests[0]).toBe(digests[1]);
});

test('a changed file changes the image, though the cache knows its path', async () => {
  await using scratchFolder = await scratch();
  const folder = scratchFolder.path;
  const path = join(folder, 'file');
  const assemble = () => assembleImage(spec([{ from: path, to: '/file' }]), { cache: folder });
  await writeFile(path, 'one');
  const first = await assemble();
  expect((await assemble()).path).toBe(first.path);
  await writeFile(path, 'another');
  expect((await assemble()).digest).not.toBe(first.digest);
});

test('images that share a layer share its blob, and folders stand before what is in them', async () => {
  await using scratchFolder = await scratch();
  const folder = scratchFolder.path;
  const layers = [[{ text: 'engine', to: '/lib/engine' }]];
  const files = (text: string) => [
    { text, to: '/usr/bin/boat', mode: 0o755 },
    { folder: true, to: '/tmp', mode: 0o1777 } as const,
  ];
  const [one, two] = await Promise.all(
    ['one', 'two'].map((text) => assembleImage({ ...spec(files(text)), layers }, { cache: folder })),
  );
  const blobs = async (path: string) =>
    Object.keys(await unpack(path)).filter((name) => name.startsWith('blobs/'));
  const shared = (await blobs(one!.path)).filter(Set.prototype.has, new Set(await blobs(two!.path)));
  expect(shared).toHaveLength(1);
  const own = (await blobs(one!.path)).at(-1)!;
  const layer = join(folder, 'images', 'blobs', own.replace('blobs/sha256/', ''));
  expect(Object.entries(await unpack(layer)).map(([name, { mode }]) => [name, mode])).toEqual([
    ['tmp/', 0o1777],
    ['usr/', 0o755],
    ['usr/bin/', 0o755],
    ['usr/bin/boat', 0o755],
  ]);
});
