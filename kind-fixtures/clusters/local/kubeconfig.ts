import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Layout } from './layout.ts';

/** A kubeconfig with everything in it, for one certificate of the cluster. */
export async function writeKubeconfig(
  path: string,
  layout: Layout,
  who: { readonly certificate: string; readonly context: string; readonly server: string },
): Promise<void> {
  const encoded = async (file: string) => (await readFile(join(layout.pki, file))).toString('base64');
  const [authority, certificate, key] = await Promise.all([
    encoded('ca.crt'),
    encoded(`${who.certificate}.crt`),
    encoded(`${who.certificate}.key`),
  ]);
  const name = who.context;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server: who.server, 'certificate-authority-data': authority } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ name, user: { 'client-certificate-data': certificate, 'client-key-data': key } }],
  };
  await writeFile(path, stringify(config), { mode: 0o600 });
}

/** The name of the context in the cluster's kubeconfig. */
export function contextOf(layout: Layout): string {
  return `seatrial-${layout.name}`;
}
