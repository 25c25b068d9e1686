import { beforeAll, expect, test } from 'vitest';
import { seatrial } from '../../testing.ts';
import { ChatServer } from '../chat-server.ts';
import type { VersusDocument } from './document.ts';

beforeAll(async () => {
  const { buildPrograms } = await import('../../../../kind-fixtures/toolchain/build.ts');
  await buildPrograms(['k6']);
});

const habits = { firstMs: 80, tokens: 3, gapMs: 2 };

async function versus(
  factor: number,
): Promise<{ exitCode: number; document: VersusDocument; stderr: string }> {
  await using old = await ChatServer.start({ ...habits, key: 'old' });
  await using news = await ChatServer.start({ ...habits, firstMs: habits.firstMs * factor, key: 'new' });
  const args = ['bench', '--url', old.url, '--versus', news.url, '--protocol', 'openai-chat'];
  const load = ['--concurrency', '4', '--duration', '1s', '--warmup', '100ms', '-o', 'json'];
  const keys = ['--api-key-env', 'OLD_KEY', '--versus-api-key-env', 'NEW_KEY'];
  const env = { ...process.env, OLD_KEY: 'old', NEW_KEY: 'new' };
  const { exitCode, stdout, stderr } = await seatrial([...args, ...load, ...keys], env);
  expect(stdout, stderr).not.toBe('');
  const document = JSON.parse(stdout) as VersusDocument;
  for (const { log, url } of [old, news].map((server) => ({ log: server.log, url: server.url })))
    expect(log.length, url).toBeGreaterThan(document.pairs.length * 20);
  return { exitCode, document, stderr };
}

/** A machine that others keep busy may bring no verdict; it never brings the wrong one. */
function expectVerdict(
  verdict: string,
  code: number,
  { exitCode, document, stderr }: Awaited<ReturnType<typeof versus>>,
) {
  const busy = document.voided.length > 0 || document.pairs.length > 4;
  expect(busy ? [verdict, 'inconclusive'] : [verdict], stderr).toContain(document.verdict);
  expect(exitCode).toBe(document.verdict === verdict ? code : 2);
}

test('the same service twice is no regression', async () => {
  const end = await versus(1);
  expectVerdict('pass', 0, end);
  const told = end.stderr.match(/^pair \d+ of at most 12 {3}(old|new) {3}TTFT p50/gm) ?? [];
  expect(told.length).toBeGreaterThanOrEqual(2 * end.document.pairs.length);
});

test('15 % more until the first token are found', async () => {
  const end = await versus(1.15);
  expectVerdict('regressed', 1, end);
  const ttft = end.document.metrics.find(({ definition }) => definition === 'ttft_p50');
  if (end.document.pairs.length >= 4) expect(ttft!.ratio).toBeCloseTo(1.15, 1);
});
