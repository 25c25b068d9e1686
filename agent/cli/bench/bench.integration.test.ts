import { mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { seatrial } from '../testing.ts';
import { ChatServer } from './chat-server.ts';
import type { BenchDocument } from './document.ts';

interface Line {
  readonly rid: string;
  readonly measured: boolean;
  readonly outcome: string;
  readonly ttft_ms?: number;
  readonly intended_ms: number;
}

beforeAll(async () => {
  const { buildPrograms } = await import('../../../kind-fixtures/toolchain/build.ts');
  await buildPrograms(['k6']);
});

const chat = (server: ChatServer, ...more: string[]) => [
  'bench',
  '--url',
  server.url,
  '--protocol',
  'openai-chat',
  '-o',
  'json',
  ...more,
];

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

describe('the contract', () => {
  test.each([
    ['closed', ['--concurrency', '4']],
    ['open', ['--rate', '30', '--arrivals', 'constant']],
  ])('of a %s loop: the document and the records say what the server knows', async (kind, load) => {
    await using server = await ChatServer.start({ firstMs: 60, tokens: 5, gapMs: 10, refuseEach: 20 });
    await using folder = await mkdtempDisposable(join(tmpdir(), 'bench-'));
    const file = join(folder.path, 'records.jsonl');
    const args = chat(server, ...load, '--duration', '3s', '--warmup', '0.5s', '--records', file);
    const { exitCode, stdout, stderr } = await seatrial(args, process.env);
    const document = JSON.parse(stdout) as BenchDocument;
    const lines = (await readFile(file, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);

    // Whatever the audit says of a machine that is shared, the figures are those of the server.
    expect([0, 2], stderr).toContain(exitCode);
    expect(document.status).toBe('complete');
    expect(lines.map(({ rid }) => rid).sort()).toEqual(server.log.map(({ rid }) => rid).sort());
    expect(new Set(lines.map(({ rid }) => rid)).size).toBe(lines.length);
    expect(document.requests_sent).toBe(lines.length);

    const measured = lines.filter((line) => line.measured);
    const failed = measured.filter(({ outcome }) => outcome !== 'complete');
    expect(document.requests).toBe(measured.length);
    expect(document.errors).toBe(failed.length);
    expect(document.errors).toBeGreaterThan(0);
    expect(document.error_classes).toEqual({ 'http-status': failed.length });
    if (kind === 'open') expect(document.requests).toBe(90);

    const { ttft_ms, user_ttft_ms, own_delay_ms, gap_ms, rate, audit } = document;
    const told = new Map(server.log.map(({ rid, ttftMs }) => [rid, ttftMs]));
    const good = measured.filter(({ outcome }) => outcome === 'complete');
    const off = good.map(({ rid, ttft_ms: seen }) => Math.abs(seen! - told.get(rid)!));
    expect(median(off)).toBeLessThan(20);
    expect(ttft_ms.samples).toBe(good.length);
    expect(ttft_ms.p50! / median(good.map((line) => line.ttft_ms!))).toBeCloseTo(1, 1);
    expect(gap_ms.samples).toBeLessThanOrEqual(good.length * 4);
    for (const { p50, p90, p99 } of [ttft_ms, user_ttft_ms, own_delay_ms, gap_ms]) {
      expect(p50).toBeGreaterThanOrEqual(0);
      expect(p90).toBeGreaterThanOrEqual(p50!);
      expect(p99).toBeGreaterThanOrEqual(p90!);
    }
    expect(user_ttft_ms.p50).toBeGreaterThanOrEqual(ttft_ms.p50!);
    expect(rate).toBeGreaterThan(0);
    expect(typeof audit.valid).toBe('boolean');
    expect(audit.cpu_cores).toBeGreaterThan(0);
  });
});

test('Ctrl-C ends it soon and prints what was measured until then', async () => {
  await using server = await ChatServer.start({ firstMs: 20, tokens: 3, gapMs: 5 });
  const args = chat(server, '--concurrency', '3', '--duration', '60s', '--warmup', '0s');
  const { exitCode, stdout } = await seatrial(args, process.env, (signals) => {
    const looking = setInterval(() => {
      if (server.log.filter(({ ended }) => ended).length < 20) return;
      clearInterval(looking);
      setTimeout(() => signals.emit('SIGINT'), 1200);
    }, 50);
  });
  const document = JSON.parse(stdout) as BenchDocument;
  expect(exitCode).toBe(130);
  expect(document).toMatchObject({ status: 'aborted', errors: 0, levels: [{ status: 'partial' }] });
  expect(document.requests).toBeGreaterThan(10);
  expect(document.ttft_ms.p50).toBeGreaterThan(15);
});

test('a key that is refused ends it at once, in a sentence', async () => {
  await using server = await ChatServer.start({ firstMs: 5, tokens: 3, gapMs: 5, key: 'right' });
  const args = chat(server, '--concurrency', '2', '--duration', '60s', '--warmup', '0s');
  const none = await seatrial(args, { PATH: process.env.PATH, HOME: process.env.HOME });
  expect(none.stderr).toMatch(/answered 401: name the variable that holds the API key with --api-key-env/);
  expect([none.exitCode, none.stdout]).toEqual([69, '']);
  const right = await seatrial(
    [...args.slice(0, -4), '--duration', '1s', '--warmup', '0s', '--api-key-env', 'CHAT_KEY'],
    { ...process.env, CHAT_KEY: 'right' },
  );
  expect((JSON.parse(right.stdout) as BenchDocument).errors).toBe(0);
});
