import { writeFile } from 'node:fs/promises';
import type { KubeConfig } from '@kubernetes/client-node';
import { platforms } from '../../suites/platforms/index.ts';
import { ApiReader } from '../../suites/probes/kubernetes/api-reader.ts';
import { observeRelease } from '../../suites/release/observe.ts';
import { rollbackOrder } from './outcome.ts';
import { performRollback } from './perform.ts';
import { ProcessHelm } from './process-helm.ts';

/** The command `rollback ORDER`, as the Job runs it: the result goes to the termination log. */
export async function rollbackMain(
  config: KubeConfig,
  argument: string | undefined,
  { helm, log }: { readonly helm: string; readonly log: string },
): Promise<void> {
  const order = rollbackOrder.parse(JSON.parse(argument ?? 'null'));
  const reader = new ApiReader(config, order.namespace);
  const result = await performRollback(order, {
    helm: new ProcessHelm(helm, order.namespace, order.release),
    deployed: async () => {
      const { release } = order;
      const { operator } = platforms[order.platform] ?? {};
      const query = { release, revisions: 'helm' as const, tagOf: () => null, operator };
      return (await observeRelease(reader, query))?.subject.occurrence ?? null;
    },
  });
  const text = JSON.stringify(result);
  console.log(text);
  await writeFile(log, text);
}
