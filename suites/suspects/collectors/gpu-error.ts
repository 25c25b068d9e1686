import type { Suspect } from '../../record/suspect.ts';
import type { Collector, Scene } from '../collector.ts';
import { mustHaveDcgm, ofItsGpus, ofItsHosts } from '../dcgm.ts';
import { offsetTo } from '../queries.ts';
import { newsSince } from '../scene.ts';

/**
 * XIDs that a program causes, a bad release too: engine exception, page fault, stopped processing, cleanup after
 * another error, video decoder, context switch. Those that the device plugin takes for no fault of the GPU.
 */
const ofPrograms = new Set([13, 31, 43, 45, 68, 109]);

const signs: readonly {
  readonly metric: string;
  readonly is: (now: number, before: number) => boolean;
  readonly words: (now: number, before: number) => string;
}[] = [
  {
    metric: 'DCGM_FI_DEV_XID_ERRORS',
    is: (now, before) => now !== 0 && now !== before && !ofPrograms.has(now),
    words: (now) => `XID ${now}`,
  },
  {
    metric: 'DCGM_FI_DEV_ECC_DBE_VOL_TOTAL',
    is: (now, before) => now > before,
    words: (now, before) => `${now - before} uncorrectable memory errors`,
  },
  {
    metric: 'DCGM_FI_DEV_ROW_REMAP_FAILURE',
    is: (now, before) => now > before,
    words: () => 'a bad row of memory could not be remapped',
  },
];

/** A fault of a GPU since the last good record. One is enough; what was there before was there in the accepted runs. */
export const gpuError: Collector = {
  kind: 'gpu-error',
  async look(scene) {
    if (scene.subject.gpu.ready === 0) return [];
    await mustHaveDcgm(scene);
    return (await Promise.all(signs.map((sign) => found(scene, sign)))).flat();
  },
};

async function found(scene: Scene, { metric, is, words }: (typeof signs)[number]): Promise<Suspect[]> {
  const [now, before] = await Promise.all([
    ofItsGpus(scene, metric),
    // Another pod held the GPU then: it is the same one by its node and number.
    ofItsHosts(scene, `${metric} offset ${offsetTo(scene, newsSince(scene))}`),
  ]);
  const then = new Map(before.map((one) => [one.object, one.value]));
  return now.flatMap(({ object, value }) => {
    const was = then.get(object) ?? 0;
    return is(value, was)
      ? [{ kind: 'gpu-error' as const, object, words: `${words(value, was)} since the last good record` }]
      : [];
  });
}
