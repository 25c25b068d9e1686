import { clusterProgress } from './cluster-progress.ts';
import type { CliContext } from './context.ts';
import { createSteps } from './steps.ts';

/**
 * The path of the k6 that has our extension: the one that SEATRIAL_K6 names, for machines without Go, or our own,
 * built first where the machine has none yet.
 */
export async function loadEngine({ stderr, env, owner }: CliContext): Promise<string> {
  if (env.SEATRIAL_K6) return env.SEATRIAL_K6;
  const { buildPrograms, missingPrograms } = await import('../../kind-fixtures/toolchain/build.ts');
  if ((await missingPrograms(['k6'])).length === 0) return (await buildPrograms(['k6'])).k6;
  using steps = createSteps(stderr, env);
  const { k6 } = await steps.step('k6', 'building the load engine, once', async (update) => ({
    text: 'the load engine is built',
    value: await buildPrograms(['k6'], {
      signal: owner.signal,
      onProgress: (progress) => update(clusterProgress(progress)),
    }),
  }));
  return k6;
}
