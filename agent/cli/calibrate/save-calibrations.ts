import type { KubeConfig } from '@kubernetes/client-node';
import { count } from '../../../reports/view/text.ts';
import type { CalibrationStore } from '../../../suites/bench/baseline-store.ts';
import type { Steps } from '../steps.ts';
import type { CalibrationDocument } from './document.ts';

/** Writes what was found into the Baselines of the namespace. Throws `ProbeError`. */
export async function saveCalibrations(
  steps: Steps,
  config: KubeConfig,
  namespace: string,
  document: CalibrationDocument,
): Promise<void> {
  const { apiResources } = await import('../../resources/api-resources.ts');
  const { ResourceBaselines } = await import('../../resources/resource-baselines.ts');
  const store: CalibrationStore = new ResourceBaselines(apiResources(config).baselines, namespace);
  const found = document.workloads.flatMap(({ key, calibration }) =>
    calibration ? [{ key, calibration }] : [],
  );
  for (const { key, calibration } of found) await store.calibrate(key, calibration);
  if (found.length > 0)
    steps.note('saved', `in ${count(found.length, 'Baseline')} of namespace ${namespace}`);
  else steps.note('saved', 'nothing: too few runs count', 'skip');
}
