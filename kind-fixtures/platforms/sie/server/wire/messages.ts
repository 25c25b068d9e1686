import type { Entity } from '../models/extract.ts';
import type { Item } from './body.ts';

export type Operation = 'encode' | 'score' | 'extract';

/** One item of a request, on its way to a worker. The vendor's fields are not public; these are ours. */
export interface WorkItem {
  readonly request: string;
  readonly index: number;
  /** Subject that the result goes to. */
  readonly reply: string;
  readonly operation: Operation;
  readonly model: string;
  readonly item: Item;
  readonly query?: string;
  readonly outputTypes: readonly string[];
  readonly labels: readonly string[];
  /** Epoch ms. */
  readonly publishedAt: number;
}

/** What a worker made of one item. Vectors are arrays of float32. */
export interface ItemOutput {
  readonly dense?: { dims: number; dtype: 'float32'; values: Float32Array };
  readonly sparse?: { dims: number; dtype: 'float32'; indices: Int32Array; values: Float32Array };
  readonly multivector?: { token_dims: number; num_tokens: number; dtype: 'float32'; values: Float32Array[] };
  readonly score?: number;
  readonly entities?: Entity[];
}

export interface ItemError {
  readonly message: string;
  readonly code?: 'RESOURCE_EXHAUSTED' | 'MODEL_LOADING' | 'LORA_LOADING';
}

export interface ItemResult {
  readonly request: string;
  readonly index: number;
  readonly worker: string;
  readonly output?: ItemOutput;
  readonly error?: ItemError;
  /** Waited in the queue, in ms. */
  readonly queueMs: number;
  readonly tokenizationMs: number;
  readonly inferenceMs: number;
  readonly faults: readonly string[];
}

/** One message of a worker's `/ws/status`. */
export interface WorkerStatus {
  /** Hard-coded in the vendor's program too: never the version. */
  readonly version: '0.1.0';
  readonly name: string;
  readonly ready: boolean;
  readonly gpu_count: number;
  readonly machine_profile: string;
  readonly pool_name: string;
  readonly bundle: string;
  readonly bundle_config_hash: string;
  readonly loaded_models: readonly string[];
  readonly queue_depth: number;
  readonly memory_used_bytes: number;
  readonly memory_total_bytes: number;
}
