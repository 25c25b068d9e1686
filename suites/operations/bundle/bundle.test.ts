import { createPublicKey } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import type { LogReader } from '../../probes/kubernetes/logs.ts';
import { checksumsPath, NotABundle, packBundle, sha256, signaturePath, unpackBundle } from './archive.ts';
import { collectLogs } from './collect-logs.ts';
import { crashed } from './crashed.ts';
import { diffBundles } from './diff-bundles.ts';
import { newKeyPem, signatureOf, signingKey } from './signature.ts';
import { verifyBundle } from './verify-bundle.ts';

const key = signingKey(newKeyPem());
const now = new Date('2026-06-01T10:00:00Z');
const made = async () =>
  unpackBundle(
    await packBundle(
      'b',
      [
        { path: 'a.json', text: '{}\n' },
        { path: 'pod-logs/x/y.log', text: 'ü\n' },
      ],
      key,
      now,
    ),
  );

describe('a bundle that was tampered with is found out', () => {
  test('as it was signed it is intact, and trusted by its signer’s key', async () => {
    expect(verifyBundle(await made(), null)).toMatchObject({ intact: true, trusted: null, problems: [] });
    expect(verifyBundle(await made(), key.publicPem)).toMatchObject({ intact: true, trusted: true });
    expect(createPublicKey(key.publicPem).asymmetricKeyType).toBe('ed25519');
  });

  test.for<[string, (files: Map<string, Buffer>) => void, string]>([
    ['changed', (files) => files.set('a.json', Buffer.from('[]')), 'a.json was changed'],
    ['removed', (files) => files.delete('a.json'), 'a.json is missing'],
    ['added', (files) => files.set('z', Buffer.from('')), 'z was added'],
    ['without signature', (files) => files.delete(signaturePath), 'signature.ed25519 is missing'],
    [
      'changed with its checksum',
      (files) => {
        files.set('a.json', Buffer.from('[]'));
        const sums = files
          .get(checksumsPath)!
          .toString()
          .replace(/^\w+ {2}a\.json/m, `${sha256('[]')}  a.json`);
        files.set(checksumsPath, Buffer.from(sums));
      },
      'the signature is not of these checksums',
    ],
    [
      'signed anew by another',
      (files) => {
        const other = signingKey(newKeyPem());
        files.set('public-key.pem', Buffer.from(other.publicPem));
        const sums = files
          .get(checksumsPath)!
          .toString()
          .replace(/^\w+ {2}public-key\.pem/m, `${sha256(other.publicPem)}  public-key.pem`);
        files.set(checksumsPath, Buffer.from(sums));
        files.set(signaturePath, Buffer.from(signatureOf(Buffer.from(sums), other)));
      },
      'it is signed by another key than the one that was given',
    ],
  ])('%s', async ([, tamper, problem]) => {
    const files = await made();
    tamper(files);
    const { intact, problems } = verifyBundle(files, key.publicPem);
    expect([intact, problems]).toEqual([false, expect.arrayContaining([problem])]);
  });

  test.for([
    ['no archive', Buffer.from('hello')],
    ['a path that leads out', 'b/../../etc/passwd'],
    ['a link', null],
  ] as const)('%s is refused', async ([, content]) => {
    let archive = content as Buffer;
    if (!Buffer.isBuffer(content)) {
      const tar = pack();
      if (content === null) tar.entry({ name: 'b/a', type: 'symlink', linkname: '/etc/passwd' });
      else tar.entry({ name: content as string }, 'x');
      tar.finalize();
      const chunks: Buffer[] = [];
      for await (const chunk of tar) chunks.push(chunk as Buffer);
      archive = gzipSync(Buffer.concat(chunks));
    }
    await expect(unpackBundle(archive)).rejects.toThrow(NotABundle);
  });
});

test('a comparison shows lines that came and went, not logs and heartbeats', () => {
  const of = (replicas: number, version: number) =>
    new Map([
      ['d.json', Buffer.from(`{\n "resourceVersion": "${version}",\n "replicas": ${replicas}\n}`)],
      ['e.json', Buffer.from(`{\n "resourceVersion": "${version}"\n}`)],
      ['pod-logs/a.log', Buffer.from(String(version))],
    ]);
  expect(diffBundles(of(1, 1), of(2, 2))).toEqual([
    { path: 'd.json', change: 'changed', plus: ['"replicas": 2'], minus: ['"replicas": 1'], more: 0 },
  ]);
});

describe('logs', () => {
  const long = Array.from({ length: 1000 }, (_, line) => `line ${line} ${'x'.repeat(80)}`).join('\n');
  /** As the API server does: the last lines, of these the first bytes. */
  const logs: LogReader = {
    read: async (_pod, { tailLines = 0, limitBytes = 0 } = {}) =>
      long.split('\n').slice(-tailLines).join('\n').slice(0, limitBytes),
  };
  const limits = { sinceSeconds: 60, perContainer: 10_000, inAll: 25_000 };

  test('a log that is too long keeps its end, where the error is', async () => {
    const { files, notes } = await collectLogs(logs, 'x', [crashed('a', 0)], limits);
    expect(files[0]?.content).toContain('line 999');
    expect(notes[0]).toMatch(/^a\/main: only its last \d KiB$/);
  });

  test('failing pods come first where there is no room for all', async () => {
    const pods = [crashed('calm', 0), crashed('b', 1), crashed('worst', 9)];
    const { files, notes } = await collectLogs(logs, 'x', pods, { ...limits, inAll: 20_000 });
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['pod-logs/x/worst/main.log']));
    expect(notes).toContain("calm/main: left out, the bundle's logs are full");
  });
});
