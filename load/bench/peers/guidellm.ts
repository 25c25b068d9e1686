import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchClient } from '../client.ts';
import type { PeerPlace } from './install.ts';

type Timed = {
  request_args: string;
  info: { timings: { request_start: number; first_token_iteration: number } };
};
type Report = {
  benchmarks: {
    metrics: { inter_token_latency_ms: { successful: { percentiles: { p99: number } } } };
    requests: { successful: Timed[]; errored: unknown[] };
  }[];
};

/** guidellm sends no id of its own: each prompt is asked once, and has one in its text. */
export const guidellm = ({ bin, tokenizer }: PeerPlace): BenchClient => ({
  id: 'guidellm',
  title: 'guidellm',
  speaks: ({ protocol }) => protocol === 'openai-chat',
  start: async ({ bench, url, folder, warmupSeconds, measureSeconds }) => {
    const most = 'rate' in bench.load ? bench.load.rate : bench.load.streams;
    const seconds = warmupSeconds + measureSeconds;
    const prompts = Array.from({ length: Math.ceil(most * (seconds + 2) * 1.2) }, (_, nth) =>
      JSON.stringify({ prompt: `Say ahoy. rid:guidellm-${nth} ` }),
    );
    await writeFile(join(folder, 'prompts.jsonl'), `${prompts.join('\n')}\n`);
    const profile =
      'rate' in bench.load
        ? `kind=constant,rate=${bench.load.rate}`
        : `kind=concurrent,streams=${bench.load.streams}`;
    return spawn(
      join(bin, 'guidellm'),
      [
        ...['run', '--backend', `kind=openai_http,target=${url},model=truth`, '--profile', profile],
        ...['--constraint', `kind=max_duration,seconds=${seconds}`],
        ...['--tokenizer', `kind=huggingface_auto,model=${tokenizer}`],
        ...['--data', `kind=json_file,path=${join(folder, 'prompts.jsonl')}`],
        ...['--output', `kind=json,path=${join(folder, 'report.json')}`, '--disable-console'],
      ],
      { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, HF_HUB_OFFLINE: '1' } },
    );
  },
  report: async ({ folder }) => {
    const told = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as Report;
    const { metrics, requests } = told.benchmarks[0]!;
    return {
      requests: requests.successful.map(({ request_args: asked, info: { timings } }) => ({
        rid: /rid:(guidellm-\d+)/.exec(asked)?.[1] ?? '',
        ttftMs: (timings.first_token_iteration - timings.request_start) * 1000,
      })),
      gapP99Ms: metrics.inter_token_latency_ms.successful.percentiles.p99,
      notes: [
        'gaps: means of requests',
        ...(requests.errored.length > 0 ? [`${requests.errored.length} errors`] : []),
      ],
    };
  },
});
