import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/**
 * The worker's metrics, by the vendor's names. `sie_requests_total` counts what is asked over HTTP only: in a cluster
 * all work comes through the queue, and it stays without a series.
 */
export class WorkerMetrics {
  readonly registry = new Registry();
  readonly requests = this.#counter('sie_requests_total', 'Requests over HTTP.', [
    'model',
    'endpoint',
    'status',
  ]);
  readonly duration = this.#histogram('sie_request_duration_seconds', 'Time of requests over HTTP.', [
    'model',
    'endpoint',
    'phase',
  ]);
  readonly fetched = this.#counter('sie_pull_loop_items_fetched', 'Items taken from the queue.');
  readonly hashMismatches = this.#counter(
    'sie_pull_loop_config_hash_mismatches_total',
    'Items whose bundle had another hash.',
  );
  readonly naks = this.#counter('sie_pull_loop_nak_unloaded_total', 'Items given back while a model loaded.');
  readonly loads = this.#counter('sie_pull_loop_model_loads_total', 'Models loaded.');
  readonly process = this.#histogram('sie_pull_loop_batch_process_seconds', 'Time to compute.', [
    'model',
    'operation',
  ]);
  readonly queueWait = this.#histogram('sie_pull_loop_queue_wait_seconds', 'Time in the queue.');
  readonly modelLoaded = this.#gauge('sie_model_loaded', '1 while loaded.', ['model', 'device']);
  readonly modelMemory = this.#gauge('sie_model_memory_bytes', 'Memory of the model.', ['model', 'device']);

  constructor() {
    // Defined by the vendor, moved by nothing.
    this.#gauge('sie_queue_depth', 'Requests that wait.', ['model']);
    this.#counter('sie_tokens_processed_total', 'Tokens.', ['model']);
    this.#histogram('sie_batch_size', 'Items per batch.', ['model']);
  }

  #counter<L extends string = never>(name: string, help: string, labelNames: L[] = []): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
  #gauge<L extends string = never>(name: string, help: string, labelNames: L[] = []): Gauge<L> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
  #histogram<L extends string = never>(name: string, help: string, labelNames: L[] = []): Histogram<L> {
    return new Histogram({ name, help, labelNames, registers: [this.registry] });
  }
}
