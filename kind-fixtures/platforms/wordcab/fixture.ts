import { fileURLToPath } from 'node:url';
import type { BuildOptions } from '../../toolchain/build.ts';
import type { PlatformFixture } from '../platform-fixture.ts';
import { wordcabImages } from './images.ts';
import { releaseTags } from './releases.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What a demo or a test needs to run the stand-in Wordcab: 5 pods, 3 of them with a GPU each, one more while a pool rolls. */
export const wordcabFixture = {
  platform: 'wordcab',
  release: 'wordcab',
  namespace: 'wordcab',
  chart: here('./chart'),
  /** The chart has them in `crds/` too; whoever skips those applies these. */
  crds: here('./chart/crds'),
  /** Transcripts and calls that were there before: no release may lose them. */
  beside: [here('./artifacts/data.yaml')],
  releaseTags,
  apiKey: 'wc_live_test',
  archives: async (options?: BuildOptions) => [(await wordcabImages(options)).archive],
  remark: async () =>
    (await wordcabImages()).speaks
      ? null
      : 'espeak-ng is missing: the stand-in speaks in tones and understands no speech (Debian: apt-get install espeak-ng)',
  valuesFor: (tag: string) => ({ release: { tag }, standIn: { poolLoadSeconds: 0.5 } }),
  adminService: (release = 'wordcab') => `${release}-stand-in`,
} as const satisfies PlatformFixture;
