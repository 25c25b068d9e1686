import { expect, it } from 'vitest';
import { z } from 'zod';
import { type LoadPlanInput, loadPlanSchema } from './plan.ts';

const plan: LoadPlanInput = {
  target: { url: 'http://tts.example:5000', protocol: 'cartesia-bytes' },
  workload: { name: 'short', texts: ['All hands on deck.'] },
  levels: [{ streams: 1 }, { streams: 4 }],
  measureSeconds: 8,
  budget: { maxRequests: 100, maxSeconds: 20, maxStreams: 4 },
};

it('fills in what need not be said', () => {
  expect(loadPlanSchema.parse(plan)).toMatchObject({ warmupSeconds: 2, requestTimeoutSeconds: 30 });
});

it.each([
  ['8 streams', { levels: [{ streams: 8 }] }, "above the budget's 4"],
  ['too long', { measureSeconds: 9 }, 'the levels take at least 22 s, the budget allows 20 s'],
  ['not HTTP', { target: { url: 'ftp://x', protocol: 'p' } }, 'Invalid URL'],
  ['a ramp above the budget', { levels: [{ streams: 1, rampTo: 9 }] }, "above the budget's 4"],
  ['a trace in disorder', { levels: [{ trace: [0, 2, 1] }] }, 'ascending order'],
  ['a trace that starts too late', { levels: [{ trace: [8, 9] }] }, 'no request in the window of 8 s'],
  ['a key in the plan', { target: { ...plan.target, apiKey: 'secret' } }, 'Unrecognized key'],
] as const)('refuses %s', (_, change, words) => {
  const parsed = loadPlanSchema.safeParse({ ...plan, ...change });
  expect(parsed.success).toBe(false);
  expect(z.prettifyError(parsed.error!)).toContain(words);
});

it('asks with texts or with clips, real or made up', () => {
  const asking = (workload: object) =>
    loadPlanSchema.safeParse({ ...plan, workload: { name: 'w', ...workload } });
  expect(asking({ texts: ['Ahoy.', { characters: 400, count: 20 }] }).data?.workload).toMatchObject({
    batch: 1,
    clips: [],
  });
  expect(asking({ clips: [{ seconds: 2 }, { seconds: 8, count: 3 }] }).data?.workload.clips[0]).toEqual({
    seconds: 2,
    count: 1,
  });
  for (const wrong of [{}, { texts: ['a'], clips: [{ seconds: 1 }] }])
    expect(z.prettifyError(asking(wrong).error!)).toContain('one of the two, and not both');
});
