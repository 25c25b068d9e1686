import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const latency = [
  0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 30, 60,
];

/** The gateway's metrics, by the vendor's names and labels. */
export class GatewayMetrics {
  readonly registry = new Registry();
  readonly requests = this.#counter('requests_total', ['endpoint', 'status', 'machine_profile']);
  readonly latency = this.#histogram('request_latency_seconds', ['endpoint', 'machine_profile']);
  readonly provisioning = this.#counter('provisioning_responses_total', ['machine_profile']);
  readonly rejected = this.#counter('rejected_requests_total', ['machine_profile', 'bundle', 'reason']);
  readonly published = this.#histogram('queue_publish_seconds');
  readonly waited = this.#histogram('queue_result_wait_seconds');
  readonly itemsPublished = this.#counter('queue_items_published', ['operation']);
  readonly poolEvents = this.#counter('pool_events_total', ['event']);

  constructor() {
    // The vendor's program starts its families with one sample whose labels are all empty. It is there on a dead
    // gateway too, so that it exists says nothing.
    this.requests.inc({ endpoint: '', status: '', machine_profile: '' }, 0);
    this.#counter('dlq_events_total', ['stream', 'consumer']);
    for (const name of [
      'queue_payload_offloads_total',
      'queue_inbox_skips_total',
      'queue_ack_failures_total',
    ])
      this.#counter(name);
  }

  /** A gauge that is read when it is asked for: each call of `set` is one series. */
  live<L extends string>(
    name: string,
    labelNames: L[],
    read: (set: (labels: Partial<Record<L, string>>, value: number) => void) => void,
  ): void {
    new Gauge({
      name: `sie_gateway_${name}`,
      help: name.replaceAll('_', ' '),
      labelNames,
      registers: [this.registry],
      collect() {
        this.reset();
        read((labels, value) => this.set(labels, value));
      },
    });
  }

  #counter<L extends string = never>(name: string, labelNames: L[] = []): Counter<L> {
    const options = { name: `sie_gateway_${name}`, help: name.replaceAll('_', ' '), labelNames };
    return new Counter({ ...options, registers: [this.registry] });
  }
  #histogram<L extends string = never>(name: string, labelNames: L[] = []): Histogram<L> {
    const options = {
      name: `sie_gateway_${name}`,
      help: name.replaceAll('_', ' '),
      labelNames,
      buckets: latency,
    };
    return new Histogram({ ...options, registers: [this.registry] });
  }
}
