import { join } from 'node:path';
import type { AgentBundle } from './bundle.ts';

/** A file of the agent's image. */
export interface AgentImageFile {
  readonly from: string;
  readonly to: string;
  readonly mode?: number;
}

/** What the agent's image holds on top of Node itself; whoever builds images adds that. The Dockerfile gives the same. */
export interface AgentImageParts {
  readonly name: 'agent';
  readonly tag: string;
  readonly files: readonly AgentImageFile[];
  /** The script that Node runs; arguments follow it. */
  readonly entry: string;
}

/** @param helm A static Helm binary: rollback Jobs run the agent's image too. */
export function agentImageParts({ files, folder, version }: AgentBundle, helm: string): AgentImageParts {
  return {
    name: 'agent',
    tag: version,
    files: [
      ...files.map((file) => ({ from: join(folder, file), to: `/app/${file}` })),
      { from: helm, to: '/usr/local/bin/helm', mode: 0o755 },
    ],
    entry: '/app/main.js',
  };
}
