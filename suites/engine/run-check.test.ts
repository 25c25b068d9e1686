import { describe, expect, test } from 'vitest';
import { defineCheck } from '../check.ts';
import { ProbeError } from '../probes/probe-error.ts';
import { pass } from '../record/finding.ts';
import { stillClock } from '../testing/fake-actions.ts';
import { runCheck } from './run-check.ts';

const checkThat = (run: () => Promise<ReturnType<typeof pass>>) =>
  defineCheck({
    id: 'x',
    title: 'x',
    question: 'x?',
    needs: {},
    timeoutSeconds: 1,
    blames: 'release',
    source: 'x',
    run,
  });
const never = new AbortController().signal;
const run = (body: () => Promise<ReturnType<typeof pass>>, signal = never) =>
  runCheck(checkThat(body), () => ({}), stillClock, 0.05, signal);

describe('an attempt never knows more than it saw', () => {
  test('a probe without an answer is inconclusive', async () => {
    const failed = run(async () => {
      throw new ProbeError('throttled', 'the API server answered 429');
    });
    expect(await failed).toMatchObject({ outcome: 'inconclusive', reason: 'the API server answered 429' });
  });

  test('a check that hangs is inconclusive at its timeout', async () => {
    expect(await run(() => new Promise(() => {}))).toMatchObject({
      outcome: 'inconclusive',
      reason: 'no answer within 0.05 s',
    });
  });

  test('a bug in a check is inconclusive', async () => {
    const broken = run(async () => pass(String((undefined as unknown as string).length)));
    expect(await broken).toMatchObject({ outcome: 'inconclusive', reason: expect.stringMatching(/broke/) });
  });

  test('an interrupted run has no attempt', async () => {
    await expect(run(async () => pass('ok'), AbortSignal.abort(new Error('interrupted')))).rejects.toThrow(
      'interrupted',
    );
  });

  test('an answer longer than the record is cut', async () => {
    expect((await run(async () => pass('x'.repeat(5000)))).reason).toHaveLength(1000);
  });
});
