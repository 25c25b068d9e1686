import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { ProgramImageName } from './program-images.ts';
import { programImageName, programImageSpec, programImages } from './program-images.ts';

const folder = new URL('./dockerfiles/', import.meta.url);
const names = Object.keys(programImages) as ProgramImageName[];

test('every image has a Dockerfile, and every Dockerfile an image', async () => {
  expect((await readdir(folder)).sort()).toEqual(names.map((name) => `${name}.Dockerfile`).sort());
});

test.each(names)('the Dockerfile of %s says what the image is', async (name) => {
  const dockerfile = await readFile(new URL(`${name}.Dockerfile`, folder), 'utf8');
  const spec = await programImageSpec(name, '/bin/true');
  expect(dockerfile).toContain(`-t ${programImageName(name)} .`);
  expect(dockerfile).toContain(`ENTRYPOINT ${JSON.stringify(spec.entrypoint)}\n`);
  expect(dockerfile).toContain(`USER ${spec.user}\n`);
  expect(dockerfile).toContain(`COPY --from=build /out/${name} ${spec.entrypoint[0]}\n`);
  const declared = [...dockerfile.matchAll(/^ENV (\w+)=(.*)$/gm)].map(([, key, value]) => [key, value]);
  expect(declared).toEqual(Object.entries(spec.env ?? {}));
});
