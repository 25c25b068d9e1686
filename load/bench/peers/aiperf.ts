import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchClient } from '../client.ts';
import { quantile } from '../compare.ts';
import { readLines } from '../read-lines.ts';
import type { PeerPlace } from './install.ts';

type Line = {
  metadata: { x_request_id: string };
  metrics: { time_to_first_token?: { value: number }; inter_chunk_latency?: { value: number[] } };
};

/** aiperf sends its own X-Request-Id, and tells it. */
export const aiperf = ({ bin, tokenizer }: PeerPlace): BenchClient => ({
  id: 'aiperf',
  title: 'aiperf',
  speaks: ({ protocol }) => protocol === 'openai-chat',
  start: async ({ bench, url, folder, warmupSeconds, measureSeconds }) => {
    await writeFile(join(folder, 'prompts.jsonl'), `${JSON.stringify({ text: 'Say ahoy.' })}\n`);
    return spawn(
      join(bin, 'aiperf'),
      [
        ...['profile', '--model', 'truth', '--url', url, '--endpoint-type', 'chat', '--streaming'],
        ...['--input-file', join(folder, 'prompts.jsonl'), '--custom-dataset-type', 'single_turn'],
        ...('rate' in bench.load
          ? ['--request-rate', `${bench.load.rate}`, '--request-rate-mode', 'constant']
          : ['--concurrency', `${bench.load.streams}`]),
        ...['--benchmark-duration', `${warmupSeconds + measureSeconds}`, '--tokenizer', tokenizer],
        ...['--use-server-token-count', '--export-level', 'records', '--ui', 'none'],
        ...['--artifact-dir', join(folder, 'artifacts')],
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
  },
  report: async ({ folder }) => {
    const lines = await readLines<Line>(join(folder, 'artifacts', 'profile_export.jsonl'));
    const gap = quantile(
      lines.flatMap(({ metrics }) => metrics.inter_chunk_latency?.value ?? []),
      0.99,
    );
    return {
      requests: lines.map(({ metadata, metrics: { time_to_first_token: ttft } }) => ({
        rid: metadata.x_request_id,
        ...(ttft === undefined ? {} : { ttftMs: ttft.value }),
      })),
      ...(gap === null ? {} : { gapP99Ms: gap }),
    };
  },
});
