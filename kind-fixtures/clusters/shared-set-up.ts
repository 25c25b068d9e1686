import { acquireSharedCluster } from './shared.ts';

/** vitest's `globalSetup` of the e2e project: one cluster for all its files, gone when they are done. */
export default async function setUp(): Promise<() => Promise<void>> {
  let last = '';
  const cluster = await acquireSharedCluster((line) => {
    // A cold build names thousands of packages; one line per kind of step is enough.
    const step = line.slice(0, line.indexOf(':'));
    if (step !== last) console.error(`[e2e cluster] ${line}`);
    last = step;
  });
  return async () => {
    await cluster[Symbol.asyncDispose]();
  };
}
