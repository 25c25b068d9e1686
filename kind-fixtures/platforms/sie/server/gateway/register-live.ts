import type { ConfigView } from '../config/config-view.ts';
import type { Demand } from './demand.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import type { RequestQueue } from './queue.ts';
import type { GatewayView } from './view.ts';

/** The gauges that are what the gateway believes at the moment of asking. */
export function registerLive(
  metrics: GatewayMetrics,
  {
    view,
    config,
    demand,
    queue,
  }: { view: GatewayView; config: ConfigView; demand: Demand; queue: RequestQueue },
): void {
  metrics.live('workers', ['status'], (set) => {
    const healthy = view.healthy.length;
    set({ status: 'healthy' }, healthy);
    set({ status: 'unhealthy' }, view.workers.length - healthy);
  });
  const worker = ['worker', 'machine_profile', 'bundle'] as const;
  metrics.live('worker_queue_depth', [...worker], (set) => {
    for (const { name, machine_profile, bundle, queue_depth } of view.workers)
      set({ worker: name, machine_profile, bundle }, queue_depth);
  });
  metrics.live('worker_memory_used_bytes', [...worker], (set) => {
    for (const { name, machine_profile, bundle, memory_used_bytes } of view.workers)
      set({ worker: name, machine_profile, bundle }, memory_used_bytes);
  });
  metrics.live('model_workers', ['model'], (set) => {
    for (const model of view.models) set({ model: model.name }, view.serving(model).length);
  });
  metrics.live('pending_demand', ['machine_profile', 'bundle'], (set) => {
    for (const { profile, bundle } of demand.list()) set({ machine_profile: profile, bundle }, 1);
  });
  metrics.live('active_lease_gpus', ['machine_profile', 'bundle'], () => {});
  metrics.live('config_epoch', [], (set) => set({}, view.epoch));
  metrics.live('config_bootstrap_degraded', [], (set) => set({}, Number(!config.bootstrapped)));
  metrics.live('config_bootstrap_failures_total', [], (set) => set({}, config.failures));
  metrics.live('config_deltas_total', ['kind', 'result'], (set) =>
    set({ kind: 'models', result: 'ok' }, config.deltas),
  );
  metrics.live('nats_connected', [], (set) => set({}, Number(queue.connected)));
}
