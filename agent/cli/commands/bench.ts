import { benchRequest, declareBench } from '../bench/options.ts';
import type { CommandSpec } from '../command.ts';

/** Load against any URL, with figures that can be trusted. */
export const bench: CommandSpec = {
  name: 'bench',
  summary: 'make load against any URL, cluster or not, and tell what a user of it would feel',
  examples: [
    [
      'seatrial bench --url http://localhost:8000 --protocol openai-chat --concurrency 1,4,8,16',
      'closed loop, level after level',
    ],
    [
      'seatrial bench --url https://tts.example.com --protocol cartesia-ws --rate 20 --slo ttft=200ms',
      'open loop, Poisson arrivals; the share within the service level',
    ],
    [
      'seatrial bench --url http://localhost:8000 --protocol openai-chat --search --slo ttft=200ms --time 5m',
      'how many streams it takes before the service level breaks',
    ],
    [
      'seatrial bench --url http://old:8000 --versus http://new:8000 --protocol openai-chat --duration 10s',
      'is the new service (--versus) slower than the old one (--url)? Short runs in pairs, side by side',
    ],
    [
      'seatrial bench --url http://localhost:8080 --workload sie/encode --gpus 2 -o json --out encode.json',
      "a platform's own workload, for programs",
    ],
  ],
  declare: (command) => declareBench(command).addHelpText('after', () => details),
  async run(context, _args, options) {
    const request = benchRequest(options);
    if (request.emit) {
      const { emit } = await import('../bench/emit.ts');
      return emit(context, { ...request, emit: request.emit });
    }
    if (request.versus) {
      const { runVersus } = await import('../bench/versus/run-versus.ts');
      return runVersus(context, { ...request, versus: request.versus });
    }
    if (request.search) {
      const { runSearch } = await import('../bench/run-search.ts');
      return runSearch(context, { ...request, search: request.search });
    }
    const { runBench } = await import('../bench/run-bench.ts');
    return runBench(context, request);
  },
};

const details = `
Protocols: cartesia-bytes, cartesia-sse, cartesia-ws, cartesia-stt, cartesia-stt-ws; openai-chat, openai-completions,
openai-speech, openai-transcription, openai-transcription-sse, openai-embeddings; sie-encode, sie-encode-msgpack, sie-score;
wordcab-speech. With OpenAI's, say --param model=NAME.
With several levels, the figures at the top of the JSON are those of the last; 'levels' has them all. For audio,
ttft_ms is the time to the first audio. A percentile that its samples cannot carry is not printed ('needs 40 more'), and
marked in the JSON. own_delay_ms is what this machine added; when it is too much, the figures are void and say so.
Ctrl-C ends the load within a second and prints what was measured until then.

Exit codes: 0 measured; 1 no request came through; 2 inconclusive: the load ended early, or this machine could not keep up;
With --versus: 0 the new service is no worse (or better), 1 regressed, 2 inconclusive.
64 wrong usage, 69 something is not available, 70 our bug, 130 interrupted.`;
