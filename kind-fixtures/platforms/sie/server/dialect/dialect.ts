import type { Reply } from '../wire/reply.ts';

/** Where the versions of SIE differ in what a caller sees. */
export interface Dialect {
  readonly name: '0.3.1' | '0.7';
  healthz(): Reply;
  /** `bootstrapped`: the gateway has had a snapshot of the configuration. */
  readyz(state: { bootstrapped: boolean; healthyWorkers: number }): Reply;
  notReady(): Reply;
  configHealthz(): Reply;
  /** The model that a path's rest names. */
  modelOf(rest: string): string;
  /** Nobody can compute it yet. */
  provisioning(profile: string, bundle: string): Reply;
  /** The queue gave nothing back. */
  readonly resultTimeoutMs: number;
  resultTimeout(): Reply;
  /** The version header is on every answer, not only on those to inferences. */
  readonly versionEverywhere: boolean;
  /** `/v1/embeddings` on the gateway. */
  readonly openai: boolean;
}
