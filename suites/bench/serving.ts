import type { Workload } from '../platforms/workload.ts';
import type { Workload as Deployed, Subject } from '../release/subject.ts';

/** What of a release serves a workload. */
export function servingFor(workload: Workload, subject: Subject): Deployed[] {
  const serves = new RegExp(workload.servedBy);
  return subject.workloads.filter(({ name }) => serves.test(name));
}

/** The GPUs that serve a workload. */
export const gpusFor = (workload: Workload, subject: Subject): number =>
  servingFor(workload, subject).reduce((sum, { replicas, gpusPerPod }) => sum + replicas * gpusPerPod, 0);
