import { expect, it } from 'vitest';
import type { LoadDriver } from '../../load/driver.ts';
import { HandedOverLoad } from './handed-over-load.ts';

/** A driver that goes on until it is stopped. */
function endless() {
  const seen = { stopped: false };
  const driver: LoadDriver = {
    run: (_, { signal }) =>
      new Promise((_resolve, reject) =>
        signal?.addEventListener('abort', () => {
          seen.stopped = true;
          reject(signal.reason);
        }),
      ),
  };
  return { seen, driver };
}

/** The worker's signal is made of the agent's and of its own, as in the controller. */
function running() {
  const [shutdown, trial] = [new AbortController(), new AbortController()];
  const { seen, driver } = endless();
  const signal = AbortSignal.any([shutdown.signal, trial.signal]);
  const run = new HandedOverLoad(driver, shutdown.signal).run({} as never, { id: 'a', signal });
  return { shutdown, trial, seen, run };
}

it('is left to the next agent when this one is told to stop', async () => {
  const { shutdown, seen, run } = running();
  shutdown.abort(new Error('told to stop'));
  await expect(run).rejects.toThrow('told to stop');
  expect(seen.stopped).toBe(false);
});

it('is stopped when its Trial is deleted', async () => {
  const { trial, seen, run } = running();
  trial.abort(new Error('deleted'));
  await expect(run).rejects.toThrow('deleted');
  expect(seen.stopped).toBe(true);
});
