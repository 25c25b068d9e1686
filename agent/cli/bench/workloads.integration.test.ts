import { afterAll, beforeAll, expect, test } from 'vitest';
import { platforms } from '../../../suites/platforms/index.ts';
import { seatrial } from '../testing.ts';
import type { BenchDocument } from './document.ts';

const key = 'wc_live_test';
const stack = new AsyncDisposableStack();
const urls: Record<string, string> = {};
/** Without recorded speech the stand-in does not listen. */
let listens = false;

beforeAll(async () => {
  const { buildPrograms } = await import('../../../kind-fixtures/toolchain/build.ts');
  await buildPrograms(['k6']);
  const cartesia = await import('../../../kind-fixtures/platforms/cartesia/contract/stand-in.ts');
  const sie = await import('../../../kind-fixtures/platforms/sie/contract/stand-in.ts');
  const wordcab = await import('../../../kind-fixtures/platforms/wordcab/contract/stand-in.ts');
  const { bundleServer } = await import('../../../kind-fixtures/platforms/cartesia/bundle.ts');
  const { corpus } = await bundleServer();
  listens = corpus !== undefined;
  const speech = corpus === undefined ? {} : { SPEECH_CORPUS: corpus };
  urls.cartesia = stack.use(await cartesia.startStandIn({ WORKER_CAPACITY: '8', ...speech })).url;
  urls.sie = stack.use(await sie.startStandIn({ version: '0.7.3' })).gateway;
  urls.wordcab = stack.use(await wordcab.startStandIn(key)).url;
});
afterAll(() => stack.disposeAsync());

const all = Object.values(platforms).flatMap(({ name, workloads }) =>
  workloads.map((workload) => ({ name: `${name}/${workload.name}`, platform: name, workload })),
);

test.for(all)('$name is understood by its stand-in', async ({ name, platform, workload }, { skip }) => {
  skip(workload.protocol === 'cartesia-stt-ws', 'the stand-in has no live transcription');
  if (workload.clips.length > 0) skip(!listens, 'no recorded speech');
  const args = ['bench', '--url', urls[platform]!, '--workload', name, '--concurrency', '2', '-o', 'json'];
  // Outside of its chart it is given no alias for this model.
  if (workload.params.model === 'sonic-2') args.push('--param', 'model=sonic-3');
  const times = ['--warmup', '0s', '--duration', '1s'];
  const { stdout, stderr } = await seatrial([...args, ...times], { ...process.env, SEATRIAL_API_KEY: key });
  expect(stderr).not.toMatch(/^seatrial:/m);
  const { status, requests, errors, levels } = JSON.parse(stdout) as BenchDocument;
  expect([status, errors, levels[0]?.error_samples]).toEqual(['complete', 0, []]);
  expect(requests).toBeGreaterThan(0);
});
