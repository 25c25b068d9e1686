import { expect, test } from 'vitest';
import { assembleImage } from '../images/image.ts';
import { startRegistry } from './registry.ts';

test('what was pushed can be pulled by its digest, until it is pruned', async () => {
  const files = [{ to: '/cargo', text: 'tea' }];
  const image = await assembleImage({ name: 'cargo', tag: 'v1', files, entrypoint: ['/cargo'] });
  await using registry = await startRegistry();
  const pushed = await registry.push(image, 'harbour/cargo:v1');
  expect(pushed).toEqual({ name: `${registry.address}/harbour/cargo:v1`, digest: image.digest });
  const manifest = async (reference: string) => {
    const url = `http://${registry.address}/v2/harbour/cargo/manifests/${reference}`;
    const { status, headers } = await fetch(url, { method: 'HEAD' });
    return { status, digest: headers.get('docker-content-digest') };
  };
  for (const reference of ['v1', image.digest]) {
    expect(await manifest(reference)).toEqual({ status: 200, digest: image.digest });
  }
  await registry.prune('harbour/cargo:v1');
  for (const reference of ['v1', image.digest])
    expect(await manifest(reference)).toMatchObject({ status: 404 });
});
