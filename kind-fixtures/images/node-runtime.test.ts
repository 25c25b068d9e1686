import { expect, test } from 'vitest';
import { parseLibraries } from './node-runtime.ts';

test('takes the libraries with a path and the loader, and nothing that the kernel gives', () => {
  const ldd = `
	linux-vdso.so.1 (0x00007ffd8a5f2000)
	libdl.so.2 => /lib/x86_64-linux-gnu/libdl.so.2 (0x00007f3b1c000000)
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f3b1be00000)
	/lib64/ld-linux-x86-64.so.2 (0x00007f3b1c200000)
`;
  expect(parseLibraries(ldd)).toEqual([
    '/lib/x86_64-linux-gnu/libdl.so.2',
    '/lib/x86_64-linux-gnu/libc.so.6',
    '/lib64/ld-linux-x86-64.so.2',
  ]);
});
