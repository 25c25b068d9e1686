import { expect, test } from 'vitest';
import { ProbeError } from '../probes/probe-error.ts';
import { subjectOf } from '../testing/plans.ts';
import { podAgeNow } from './pod-age.ts';

const now = new Date('2026-06-10T12:00:00Z');
const pod = (name: string, at: string) => ({
  metadata: { name, creationTimestamp: new Date(`2026-06-10T${at}Z`) },
});
const old = pod('tts-worker-0', '11:00:00');

test.each([
  ['all of them up for long', [old, pod('tts-worker-1', '11:30:00')], 'settled'],
  ['one just made', [old, pod('tts-worker-1', '11:30:01')], 'fresh'],
  ["one just made, but another release's", [old, pod('stranger', '11:59:00')], 'settled'],
  ['none', [], 'fresh'],
  ['nobody may say', new ProbeError('forbidden', 'no'), 'fresh'],
])('the age of pods: %s', async (_, pods, age) => {
  const list = async () => {
    if (pods instanceof ProbeError) throw pods;
    return pods;
  };
  expect(await podAgeNow({ list } as never, subjectOf(), now)).toBe(age);
});
