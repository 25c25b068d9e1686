import { z } from 'zod';
import { faultListSchema } from '../faults/fault.ts';

/** What the platform's admin port tells the pods around it: faults ordered at run time, and a pool's configuration. */
export const orders = z.object({ faults: faultListSchema, config: z.record(z.string(), z.unknown()) });
export type Orders = z.infer<typeof orders>;

const everyMs = 500;
const limitMs = 2000;

/** Asks for orders, again and again; while nobody answers, the last ones hold. Disposing ends it. */
export function followOrders(url: string, pool: string | null, take: (got: Orders) => void): Disposable {
  if (url === '') return { [Symbol.dispose]: () => {} };
  const ending = new AbortController();
  const ask = async () => {
    const query = pool === null ? '' : `?pool=${encodeURIComponent(pool)}`;
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(limitMs)]);
    const answer = await fetch(`${url}/orders${query}`, { signal });
    if (answer.ok) take(orders.parse(await answer.json()));
    else await answer.body?.cancel();
  };
  const loop = async () => {
    while (!ending.signal.aborted) {
      await ask().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  };
  void loop();
  return { [Symbol.dispose]: () => ending.abort() };
}
