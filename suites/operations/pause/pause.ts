import type { ScaledObject } from '../../probes/kubernetes/custom-kinds.ts';
import type { ClusterReader, KubernetesRule } from '../../probes/kubernetes/reader.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import { pauseStep, resumeStep, type Step } from './plan-pause.ts';
import type { ScaledObjectPatcher } from './scaled-object-patcher.ts';
import { targetReplicas } from './target-replicas.ts';

/** What pausing and resuming read; besides, they `patch` scaledobjects. */
export const pauseRules = [
  'list:scaledobjects',
  'get:scaledobjects',
  'get:deployments',
  'get:statefulsets',
] as const satisfies readonly KubernetesRule[];

export interface PausePorts {
  readonly reader: ClusterReader<(typeof pauseRules)[number]>;
  /** Null: a dry run, nothing is changed. */
  readonly patcher: ScaledObjectPatcher | null;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Told of each object once it is done. */
  readonly onStep: (step: Step) => void;
}

const mostTries = 5;

/**
 * Pauses every ScaledObject of the namespace at its own target's replicas. Each object changes in one patch that also
 * notes what was there before: a kill between two leaves some paused and some not, each of them whole. Running it
 * again, or `resume`, brings all to the same end.
 */
export async function pauseAll(ports: PausePorts, forMs: number): Promise<Step[]> {
  const objects = await ports.reader.list('scaledobjects');
  const at = ports.now();
  const order = { at, until: new Date(at.getTime() + forMs), of: Math.max(1, objects.length) };
  return each(ports, objects, async (object) => {
    const replicas = await targetReplicas(ports.reader, object);
    return pauseStep(object, replicas, order);
  });
}

/** Takes pauses back: ours, or with `all` everybody's, or with `expiredOnly` only those whose time is over. */
export async function resumeAll(
  ports: PausePorts,
  options: { readonly all?: boolean; readonly expiredOnly?: boolean } = {},
): Promise<Step[]> {
  const objects = await ports.reader.list('scaledobjects');
  return each(ports, objects, async (object) => resumeStep(object, ports.now(), options));
}

async function each(
  { reader, patcher, signal, onStep }: PausePorts,
  objects: readonly ScaledObject[],
  plan: (object: ScaledObject) => Promise<Step>,
): Promise<Step[]> {
  const steps: Step[] = [];
  for (const listed of [...objects].sort(byName)) {
    let current: ScaledObject | null = listed;
    for (let tries = 0; current; tries++) {
      signal.throwIfAborted();
      const step = await plan(current);
      const done = step.annotations && patcher ? await patcher.annotate(current, step.annotations) : 'done';
      if (done === 'done') {
        steps.push(step);
        onStep(step);
      }
      if (done !== 'conflict') break;
      if (tries + 1 >= mostTries)
        throw new ProbeError(
          'bad-answer',
          `scaledobjects/${step.name} changes faster than it can be written`,
        );
      // KEDA writes to it as well: what it wrote is read before the next try.
      current = await reader.get('scaledobjects', step.name);
    }
  }
  return steps;
}

const byName = (a: ScaledObject, b: ScaledObject): number =>
  (a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1;
