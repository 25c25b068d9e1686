import { execFile } from 'node:child_process';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchClient } from '../client.ts';
import { aiperf } from './aiperf.ts';
import { guidellm } from './guidellm.ts';
import { tokenizerScript } from './tokenizer-script.ts';

/** Another tool, from Python's package index. */
export type Peer = { readonly client: BenchClient; readonly version: string };

/** Where a tool is installed: its commands, and the folder of a tokenizer of two words. */
export type PeerPlace = { readonly bin: string; readonly tokenizer: string };

const known: Readonly<Record<string, { version: string; client: (place: PeerPlace) => BenchClient }>> = {
  guidellm: { version: '0.8.1', client: guidellm },
  aiperf: { version: '0.13.0', client: aiperf },
};

const run = promisify(execFile);

/**
 * Installs tools into folders of the cache (several GB), once. One that cannot be installed is said, and left out: it
 * is for comparing, and nothing depends on it.
 */
export async function installPeers(names: readonly string[], say: (line: string) => void): Promise<Peer[]> {
  const peers: Peer[] = [];
  for (const name of names) {
    const peer = known[name];
    if (peer === undefined) {
      say(`there is no peer ${name}; known are ${Object.keys(known).join(', ')}`);
      continue;
    }
    try {
      const place = await install(name, peer.version, say);
      peers.push({ client: peer.client(place), version: peer.version });
    } catch (error) {
      say(`${name} ${peer.version} cannot be installed here: ${(error as Error).message.split('\n')[0]}`);
    }
  }
  return peers;
}

async function install(name: string, version: string, say: (line: string) => void): Promise<PeerPlace> {
  const { cacheFolder } = await import('../../../kind-fixtures/toolchain/folders.ts');
  const folder = join(cacheFolder(), 'peers', `${name}-${version}`);
  const place = { bin: join(folder, 'bin'), tokenizer: join(folder, 'tokenizer') };
  const ready = join(folder, 'ready');
  if (
    await access(ready).then(
      () => true,
      () => false,
    )
  )
    return place;
  say(`installing ${name} ${version}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await run('python3', ['-m', 'venv', folder]);
  await run(join(place.bin, 'pip'), ['install', '--quiet', `${name}==${version}`], { maxBuffer: 16 << 20 });
  await run(join(place.bin, 'python'), ['-c', tokenizerScript, place.tokenizer]);
  await writeFile(ready, '');
  return place;
}
