import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The config service's metrics, by the vendor's names. */
export class ConfigMetrics {
  readonly registry = new Registry();
  readonly requests = new Counter({
    name: 'sie_config_http_requests_total',
    help: 'HTTP requests.',
    labelNames: ['method', 'path', 'status'],
    registers: [this.registry],
  });
  readonly duration = new Histogram({
    name: 'sie_config_http_request_duration_seconds',
    help: 'Time of HTTP requests.',
    labelNames: ['method', 'path'],
    registers: [this.registry],
  });
  readonly publishes = new Counter({
    name: 'sie_config_nats_publishes_total',
    help: 'Deltas published.',
    labelNames: ['result'],
    registers: [this.registry],
  });

  constructor(state: () => { epoch: number; connected: boolean; api: number; filesystem: number }) {
    const registers = [this.registry];
    new Gauge({
      name: 'sie_config_epoch',
      help: 'Epoch of the configuration.',
      registers,
      collect() {
        this.set(state().epoch);
      },
    });
    new Gauge({
      name: 'sie_config_nats_connected',
      help: '1 while connected to NATS.',
      registers,
      collect() {
        this.set(Number(state().connected));
      },
    });
    new Gauge({
      name: 'sie_config_models_total',
      help: 'Models by where they came from.',
      labelNames: ['source'],
      registers,
      collect() {
        const { api, filesystem } = state();
        this.set({ source: 'api' }, api);
        this.set({ source: 'filesystem' }, filesystem);
      },
    });
  }
}
