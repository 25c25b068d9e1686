import type { InventoryContext } from '../platform.ts';
import { idsOf } from './lists.ts';

/**
 * What a release must not lose: models by id, and the data that persists across rollouts (`Any data changes … persist`).
 * Throws `ProbeError` where models cannot be listed; lists that a deployment lacks are left out.
 */
export async function inventory(
  context: InventoryContext,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const models = await idsOf('/v1/models', context);
  const others = await Promise.all(
    ['transcripts', 'calls'].map(async (kind) =>
      idsOf(`/api/v1/${kind}`, context).then(
        (ids) => [[kind, ids] as const],
        () => [],
      ),
    ),
  );
  return { models, ...Object.fromEntries(others.flat()) };
}
