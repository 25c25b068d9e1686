import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../server/faults/fault.ts';
import type { TruthReport } from '../server/truth/truth-log.ts';
import { type StandIn, startStandIn } from './stand-in.ts';

const TEXT = 'Please check the new release before you trust it.';
const SECONDS = TEXT.length / 12.5;

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startStandIn({ WORKER_CAPACITY: '2', API_QUEUE_LIMIT: '1', API_QUEUE_TIMEOUT_MS: '60' });
});
afterAll(() => standIn[Symbol.asyncDispose]());
afterEach(() => fetch(`${standIn.admin}/faults`, { method: 'DELETE' }));

async function order(...faults: Partial<Fault>[]): Promise<void> {
  const response = await fetch(`${standIn.admin}/faults`, { method: 'POST', body: JSON.stringify(faults) });
  expect(response.status).toBe(200);
  // Set on the API, heard by the worker over the bus.
  await expect
    .poll(() => json(`http://127.0.0.1:${standIn.worker.adminPort}/faults`))
    .toMatchObject({ runtime: faults });
}

function speak(run: string, signal?: AbortSignal): Promise<Response> {
  return fetch(`${standIn.url}/tts/bytes`, {
    method: 'POST',
    headers: { 'x-api-key': 'key', 'cartesia-version': '2026-08-14', 'x-seatrial-run': run },
    body: JSON.stringify({
      ...{ model_id: 'sonic-3', voice: 'bf0a246a-8642-498a-9950-80c35e9276b5', transcript: TEXT },
      output_format: { container: 'raw', encoding: 'pcm_s16le', sample_rate: 8000 },
    }),
    ...(signal ? { signal } : {}),
  });
}

async function json<T>(url: string): Promise<T> {
  return (await (await fetch(url)).json()) as T;
}

function truth(run: string): Promise<TruthReport> {
  return json(`${standIn.admin}/truth?run=${run}`);
}

describe('truth', () => {
  it('agrees with what the client saw', async () => {
    const sent = performance.now();
    const response = await speak('plain');
    const reader = response.body!.getReader();
    let bytes = (await reader.read()).value!.length;
    const ttfa = performance.now() - sent;
    for (let part = await reader.read(); !part.done; part = await reader.read()) bytes += part.value.length;
    const report = await truth('plain');
    expect(report).toMatchObject({
      selected: 1,
      outcomes: { whole: 1 },
      bytes,
      perWorker: { 'tts-worker-0': 1 },
    });
    expect(report.audioSeconds).toBeCloseTo(SECONDS, 1);
    expect(report.ttfaActualMs!.p50).toBeLessThanOrEqual(ttfa);
    expect(report.ttfaActualMs!.p50).toBeGreaterThanOrEqual(report.ttfaIntendedMs!.p50 - 1);
  });

  it('is forgotten when told', async () => {
    await (await speak('forgotten')).arrayBuffer();
    await fetch(`${standIn.admin}/truth`, { method: 'DELETE' });
    expect((await truth('forgotten')).selected).toBe(0);
  });
});

describe('faults at run time', () => {
  it('slow every request down', async () => {
    await order({ id: 'slower', percent: 400 });
    await (await speak('slow')).arrayBuffer();
    const report = await truth('slow');
    expect(report.faults).toEqual({ slower: 1 });
    expect(report.ttfaIntendedMs!.p50).toBeGreaterThan(200);
  });

  it('fail requests', async () => {
    await order({ id: 'errors', rate: 1 });
    const response = await speak('errors');
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ error_code: 'internal_error' });
  });

  it('cut the connection in mid-stream', async () => {
    await order({ id: 'truncated', rate: 1 });
    await expect((await speak('cut')).arrayBuffer()).rejects.toThrow();
    expect((await truth('cut')).outcomes).toEqual({ cut: 1 });
  });

  it('end in good order with half of the audio', async () => {
    await order({ id: 'short-audio', rate: 1, keep: 0.5 });
    const body = await (await speak('short')).arrayBuffer();
    expect(body.byteLength / 16_000).toBeCloseTo(SECONDS / 2, 1);
    expect((await truth('short')).outcomes).toEqual({ short: 1 });
  });

  it('speak silence', async () => {
    await order({ id: 'silence', rate: 1 });
    expect(Buffer.from(await (await speak('silence')).arrayBuffer()).every((byte) => byte === 0)).toBe(true);
  });

  it('let a player run dry', async () => {
    await order({ id: 'underruns', rate: 1, stallMs: 400 });
    await (await speak('stall')).arrayBuffer();
    expect((await truth('stall')).maxGapMs!.max).toBeGreaterThan(400);
  });

  it('apply to their release only', async () => {
    await order({ id: 'errors', rate: 1, release: 'sonic-20260610' });
    const response = await speak('other release');
    expect([response.status, (await response.arrayBuffer()).byteLength > 0]).toEqual([200, true]);
  });

  it('are refused when they make no sense', async () => {
    const response = await fetch(`${standIn.admin}/faults`, { method: 'POST', body: '[{"id":"slower"}]' });
    expect(response.status).toBe(400);
  });
});

it('answers 429 when all workers are full and the queue is too long or too slow', async () => {
  await order({ id: 'underruns', rate: 1, stallMs: 500 });
  const statuses = await Promise.all(
    Array.from({ length: 5 }, async (_, index) => {
      const response = await speak(`full-${index}`);
      await response.arrayBuffer();
      return response.status;
    }),
  );
  expect(statuses.sort()).toEqual([200, 200, 429, 429, 429]);
});

it('stops generating when the caller goes away', async () => {
  await order({ id: 'underruns', rate: 1, stallMs: 5000 });
  const abort = new AbortController();
  const response = await speak('gone', abort.signal);
  await response.body!.getReader().read();
  abort.abort();
  await expect.poll(async () => (await truth('gone')).outcomes).toEqual({ cancelled: 1 });
  const metrics = async () => (await fetch(`http://127.0.0.1:${standIn.worker.adminPort}/metrics`)).text();
  await expect.poll(metrics).toMatch(/^inferno_worker_load\{.*\} 0$/m);
});

// The last one: the API hears only at the worker's next beat that it is back.
it('makes the API and the worker not ready', async () => {
  await order({ id: 'never-ready' });
  expect((await fetch(`${standIn.url}/status`)).status).toBe(503);
  const metrics = await (await fetch(`http://127.0.0.1:${standIn.worker.adminPort}/metrics`)).text();
  expect(metrics).toMatch(/^inferno_worker_capacity\{.*\} 0$/m);
});
