import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Dispatcher } from '../dispatch/dispatcher.ts';

/**
 * The API's metrics: the two that the vendor names (their labels are not public: none here), and counters of
 * the stand-in, which carry its name so that nobody takes them for the vendor's.
 */
export class ApiMetrics {
  readonly registry = new Registry();
  readonly requests: Counter<'route' | 'status'>;

  constructor(dispatcher: Dispatcher) {
    collectDefaultMetrics({ register: this.registry });
    const registers = [this.registry];
    new Gauge({
      name: 'api_queue_size',
      help: 'Requests that wait for a worker with room.',
      registers,
      collect() {
        this.set(dispatcher.queued);
      },
    });
    new Gauge({
      name: 'api_unserviceable_requests_size',
      help: 'Requests that wait although no worker serves them.',
      registers,
      collect() {
        this.set(dispatcher.unserviceable);
      },
    });
    new Gauge({
      name: 'standin_api_active_streams',
      help: 'Streams in progress on this API pod.',
      registers,
      collect() {
        this.set(dispatcher.active);
      },
    });
    this.requests = new Counter({
      name: 'standin_api_requests_total',
      help: 'Requests answered, by route and status; a context of a WebSocket counts as one.',
      labelNames: ['route', 'status'],
      registers,
    });
  }
}
