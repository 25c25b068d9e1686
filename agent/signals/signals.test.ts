import { readdir } from 'node:fs/promises';
import { KubeConfig } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { ProbeError } from '../../suites/probes/probe-error.ts';
import { stillClock } from '../../suites/testing/fake-actions.ts';
import { journalOf, planOf } from '../../suites/testing/plans.ts';
import { trial } from '../resources/trial.ts';
import { deliverAll } from './deliver.ts';
import { signalAdapters } from './index.ts';
import { eventOf } from './kubernetes-event.ts';
import { noticeOf } from './notice.ts';
import { webhook } from './webhook.ts';

const journal = journalOf({
  kind: 'decided',
  verdict: 'fail',
  decision: 'rollback',
  blame: 'release',
  reasons: ['TTFA p95 is 31 % worse'],
});
const notice = noticeOf(planOf(), journal, 'cartesia-r2.decision');
const cartesia = trial.parse({
  apiVersion: 'seatrial.dev/v1alpha1',
  kind: 'Trial',
  metadata: { name: 'cartesia', namespace: 'cartesia', uid: 'u' },
  spec: {
    platform: 'cartesia',
    release: 'cartesia',
    signals: [{ webhook: { url: 'https://hooks.example/secret-token' } }],
  },
});
const live = new AbortController().signal;

it('has every adapter in its index', async () => {
  const files = await readdir(new URL('.', import.meta.url));
  const others = ['index', 'signal', 'notice', 'deliver'];
  const adapters = files
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => file.replace(/\.ts$/, ''))
    .filter((file) => !others.includes(file));
  expect(signalAdapters.map(({ name }) => name).sort()).toEqual(adapters.sort());
});

it('names the Event after the decision, so that it exists once', () => {
  const event = eventOf(cartesia, notice);
  expect(event.metadata.name).toBe(eventOf(cartesia, { ...notice, reasons: [] }).metadata.name);
  expect(event.metadata.name).not.toBe(eventOf(cartesia, { ...notice, id: 'other' }).metadata.name);
  expect(event).toMatchObject({ type: 'Warning', reason: 'TrialFailed' });
  expect(event.message).toContain('helm rollback cartesia 1 -n cartesia');
});

describe('the webhook', () => {
  const answering = (...answers: (number | Error)[]) => {
    const ids: string[] = [];
    const http = {
      async request(_: string, { body }: { body?: string } = {}) {
        ids.push(JSON.parse(body!).id);
        const answer = answers[Math.min(ids.length, answers.length) - 1]!;
        if (answer instanceof Error) throw answer;
        return { status: answer, headers: {}, body: Buffer.alloc(0), cut: false };
      },
      websocket: () => Promise.reject(new Error('not asked for')),
    };
    const signals = webhook.signalsFor(cartesia, { http, config: new KubeConfig() });
    return { ids, receipts: () => deliverAll(signals, notice, stillClock, live) };
  };

  it('tries again with the same id until it is received', async () => {
    const { ids, receipts } = answering(500, new ProbeError('unreachable', 'refused'), 202);
    expect(await receipts()).toEqual(['webhook https://hooks.example: answered 202']);
    expect(ids).toEqual(Array(3).fill('cartesia-r2.decision'));
  });

  it('says so where the receiver stays away, and does not hold up the rest', async () => {
    const { ids, receipts } = answering(503);
    expect(await receipts()).toEqual([
      'webhook https://hooks.example: not delivered after 4 tries, answered 503',
    ]);
    expect(ids).toHaveLength(4);
  });
});
