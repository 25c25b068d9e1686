import { bundleHash, type Model } from '../models/catalogue.ts';
import { json, type Reply } from '../wire/reply.ts';
import type { GatewayView } from './view.ts';

/** The cluster as `/health` and `/ws/cluster-status` tell it. */
export function clusterStatus(view: GatewayView, qps: number): object {
  const { workers, healthy } = view;
  const loaded = new Set(healthy.flatMap(({ loaded_models }) => loaded_models));
  return {
    configured_gpu_types: view.configuredGpus,
    live_gpu_types: [...new Set(healthy.map(({ machine_profile }) => machine_profile))],
    cluster: {
      worker_count: healthy.length,
      gpu_count: healthy.reduce((sum, { gpu_count }) => sum + gpu_count, 0),
      models_loaded: loaded.size,
      total_qps: qps,
    },
    workers: workers.map((worker) => ({
      name: worker.name,
      url: worker.url,
      gpu: worker.machine_profile,
      gpu_count: worker.gpu_count,
      loaded_models: worker.loaded_models,
      queue_depth: worker.queue_depth,
      memory_used_bytes: worker.memory_used_bytes,
      memory_total_bytes: worker.memory_total_bytes,
      healthy: worker.healthy,
      bundle: worker.bundle,
      bundle_config_hash: worker.bundle_config_hash,
    })),
    models: view.models.map((model) => {
      const serving = view.serving(model);
      return {
        name: model.name,
        state: loaded.has(model.name) ? 'loaded' : 'available',
        worker_count: serving.length,
        gpu_types: [...new Set(serving.map(({ machine_profile }) => machine_profile))],
        total_queue_depth: serving.reduce((sum, { queue_depth }) => sum + queue_depth, 0),
      };
    }),
  };
}

/** 200 also where no worker is healthy: the body says `degraded`. */
export function health(view: GatewayView, qps: number): Reply {
  const status = view.healthy.length > 0 ? 'healthy' : 'degraded';
  return json(200, { status, type: 'gateway', ...clusterStatus(view, qps) });
}

export function listed(view: GatewayView, model: Model): object {
  const serving = view.serving(model);
  return {
    name: model.name,
    bundles: model.bundles,
    worker_count: serving.length,
    workers: serving.map(({ url }) => url),
    loaded: serving.some(({ loaded_models }) => loaded_models.includes(model.name)),
  };
}

/** Which workers have the configuration of the model's bundles, as this replica sees it. */
export function configStatus(view: GatewayView, model: Model): object {
  const bundles = model.bundles.map((bundle) => {
    const expected = bundleHash(view.allModels, bundle);
    const eligible = view.healthy.filter((worker) => worker.bundle === bundle);
    const named = (acked: boolean) =>
      eligible.filter((worker) => (worker.bundle_config_hash === expected) === acked).map(({ name }) => name);
    return {
      bundle_id: bundle,
      expected_bundle_config_hash: expected,
      total_eligible_workers: eligible.length,
      acked_workers: named(true),
      pending_workers: named(false),
      acked: eligible.length > 0 && named(false).length === 0,
    };
  });
  return {
    model_id: model.name,
    config_epoch: view.epoch,
    all_bundles_acked: bundles.every(({ acked }) => acked),
    no_bundles: bundles.length === 0,
    bundles,
    source: 'gateway-registry',
  };
}
