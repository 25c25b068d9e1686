import type { BenchClient } from '../client.ts';

export type Peer = { readonly client: BenchClient; readonly version: string };

export async function installPeers(_names: readonly string[], _say: (line: string) => void): Promise<Peer[]> {
  return [];
}
