import { getContainerRuntimeClient, getReaper } from 'testcontainers';
import type { DockerEngine } from './engine.ts';

/**
 * Settles whether testcontainers' reaper removes what a killed test leaves
 * behind: on the machine's engine, where its image can be had. Our own engine
 * goes with its owner, and has no registry to fetch that image from.
 */
export async function settleReaper(engine: DockerEngine): Promise<void> {
  const disable = () => {
    process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
  };
  if (engine.own) disable();
  else await getReaper(await getContainerRuntimeClient()).catch(disable);
}
