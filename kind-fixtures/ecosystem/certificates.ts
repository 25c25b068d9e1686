import { spawn } from 'node:child_process';
import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { buildPrograms } from '../toolchain/build.ts';
import { FixtureError } from '../toolchain/fixture-error.ts';
import type { Manifest } from './cluster-objects.ts';

/** A certificate to be issued for these DNS names and addresses. */
export interface Wanted {
  readonly hosts: readonly string[];
  /** How long it is valid from now on; below 0: it ended that long ago. A year unless given. */
  readonly seconds?: number;
}

/** PEM texts. */
export interface Issued {
  readonly certificate: string;
  readonly key: string;
}

export interface Authority<N extends string> {
  /** The authority's own certificate, for those who shall trust it. */
  readonly ca: string;
  readonly issued: Readonly<Record<N, Issued>>;
}

/** A new authority of that name, and certificates of it. Its key is not kept. */
export async function issueCertificates<N extends string>(
  authority: string,
  wanted: Readonly<Record<N, Wanted>>,
): Promise<Authority<N>> {
  const { pki } = await buildPrograms(['pki']);
  await using folder = await mkdtempDisposable(join(tmpdir(), 'certificates-'));
  const names = Object.keys(wanted) as N[];
  const leaves = names.map((name) => ({
    name,
    authority,
    commonName: wanted[name].hosts[0],
    ...wanted[name],
  }));
  const child = spawn(pki, { stdio: ['pipe', 'ignore', 'pipe'] });
  child.stdin.end(JSON.stringify({ folder: folder.path, authorities: [authority], leaves }));
  const [complaint, status] = await Promise.all([
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve)),
  ]);
  if (status !== 0) throw new FixtureError('internal', `Certificates could not be made: ${complaint.trim()}`);
  const read = (file: string) => readFile(join(folder.path, file), 'utf8');
  const issued = names.map(async (name) => [
    name,
    { certificate: await read(`${name}.crt`), key: await read(`${name}.key`) },
  ]);
  return { ca: await read(`${authority}.crt`), issued: Object.fromEntries(await Promise.all(issued)) };
}

/** A Secret of type `kubernetes.io/tls`, as an Ingress names it. */
export function tlsSecret(name: string, namespace: string, { certificate, key }: Issued): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    type: 'kubernetes.io/tls',
    stringData: { 'tls.crt': certificate, 'tls.key': key },
  };
}
