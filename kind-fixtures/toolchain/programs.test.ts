import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { binaryName } from './go-build.ts';
import type { Program } from './programs.ts';
import { everyProgram, linkerFlags, programs } from './programs.ts';

test('the table names the versions that go.mod pins', async () => {
  for (const { package: path, version, moduleDir } of everyProgram) {
    const pinned = new Map(
      [...(await readFile(join(moduleDir, 'go.mod'), 'utf8')).matchAll(/^\s*(\S+\.\S+) (v\S+)/gm)].map(
        ([, module, at]) => [module!, at!] as const,
      ),
    );
    const module = path.startsWith('./')
      ? moduleOf[path]
      : [...pinned.keys()].find((one) => path.startsWith(one));
    if (module !== undefined) expect(`${module} ${version}`).toBe(`${module} ${pinned.get(module)}`);
    else expect(version).toBe('own');
  }
});

/** Mains of our own that stand for a program of others. */
const moduleOf: Readonly<Record<string, string>> = {
  './coredns': 'github.com/coredns/coredns',
  './cmd/k6': 'go.k6.io/k6/v2',
  './cmd/stock-k6': 'go.k6.io/k6/v2',
  './controller': 'github.com/cert-manager/cert-manager',
};

test('Kubernetes says its version', () => {
  const { version } = programs.find(({ name }) => name === 'kubelet')!;
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version)!;
  expect(linkerFlags).toContain(`gitVersion=${version} `);
  expect(linkerFlags).toContain(`gitMajor=${major} `);
  expect(linkerFlags).toContain(`gitMinor=${minor} `);
});

test('programs of one module do not overwrite each other', () => {
  for (const group of Map.groupBy<string, Program>(everyProgram, ({ moduleDir }) => moduleDir).values()) {
    expect(new Set(group.map(binaryName)).size).toBe(group.length);
  }
});
