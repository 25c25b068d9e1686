import type { Command } from 'commander';
import { pairDefaults } from '../../../load/judge/pairs/judge-differences.ts';
import { flagOf, type Options, textOf } from '../command.ts';
import { oneOf, wholeNumber } from '../options.ts';
import type { EmitRequest } from './emit.ts';
import { aNumber, numbers, pair, several, slo, timeWithin, type WrittenSlo } from './parse.ts';
import type { BenchRequest } from './request.ts';
import type { SearchRequest } from './search-request.ts';
import type { VersusRequest } from './versus/request.ts';

const outputs = ['text', 'json'] as const;
const arrivals = ['constant', 'poisson'] as const;
const searches = ['concurrency', 'rate'] as const;
const emits = ['testrun'] as const;
const paces = ['realtime', 'fast'] as const;
const most = 10_000;

/** The options of `seatrial bench`. */
export const declareBench = (command: Command): Command =>
  command
    .option(
      '--url <url>',
      "where the service answers (with --versus: the old one); the protocol's path is added",
    )
    .option('--protocol <id>', 'how it is spoken to, such as openai-chat or cartesia-ws')
    .option('--workload <file|platform/name>', 'what is asked and how, from a file or a platform')
    .option('--gpus <count>', "GPUs that serve, for a platform's levels per GPU", wholeNumber(1, 1000), 1)
    .option(
      '--concurrency <streams>',
      'closed loop: streams at a time, such as 1,4,8,16',
      numbers('whole', most),
    )
    .option('--rate <per-second>', 'open loop: requests a second, such as 5,10,20', numbers('any', 100_000))
    .option('--arrivals <kind>', `of --rate: one of ${arrivals.join(', ')} (poisson)`, oneOf(arrivals))
    .option('--trace <file>', 'open loop: the starts in seconds, one on each line, or as JSON')
    .option('--ramp-to <value>', 'grow to so many streams, or requests a second', aNumber('any', 100_000))
    .option('--duration <time>', 'measured at each level (20s)', timeWithin(0.1, 86_400))
    .option('--warmup <time>', 'load before each, not measured (2s)', timeWithin(0, 3600))
    .option('--timeout <time>', 'a request that takes longer has failed (30s)', timeWithin(0.01, 3600))
    .option('--text <text>', 'what is asked; may be repeated', several)
    .option('--texts <file>', 'what is asked: a text on each line, or a JSON array')
    .option(
      '--characters <counts>',
      'what is asked: made-up texts of so many characters, such as 50,500',
      numbers('whole', 1e6),
    )
    .option('--clip <file|time>', 'what is heard: a WAV file, or a made-up clip; may be repeated', several)
    .option('--batch <texts>', 'texts in one request, for embeddings and the like (1)', wholeNumber(1, 1024))
    .option('--pace <kind>', `how a clip goes over a socket: ${paces.join(' or ')} (realtime)`, oneOf(paces))
    .option(
      '--seed <number>',
      'of the order of the texts, of arrivals and of the runs of --versus (1)',
      wholeNumber(0, 0x7fff_ffff),
    )
    .option('--param <name=value>', "a parameter of the protocol's, such as model=…; may be repeated", pair)
    .option('--header <name=value>', 'sent with each request; may be repeated', pair)
    .option('--api-key-env <name>', 'the variable with the API key (SEATRIAL_API_KEY)')
    .option('--insecure', 'accept any certificate')
    .option('--slo <measure=limit>', 'a service level of each request: ttft=200ms; may be repeated', slo)
    .option(
      '--search [kind]',
      `find the highest level that keeps --slo: ${searches.join(' or ')}`,
      oneOf(searches),
    )
    .option('--from <level>', 'of --search: measured first (1)', aNumber('any', most), 1)
    .option(
      '--max <level>',
      'of --search: streams, or requests a second, never exceeded (256, or 500)',
      aNumber('any', most),
    )
    .option('--time <time>', 'of --search: for all of it', timeWithin(5, 86_400), 600)
    .option('--share <percent>', 'of --search: requests that must keep the levels', aNumber('any', 99.99), 95)
    .option('--resume <file>', 'of --search: keeps what was measured, to go on from')
    .option('--versus <url>', 'compare this, the NEW service, with the OLD one at --url: short runs in pairs')
    .option(
      '--pairs <count>',
      'of --versus: at most',
      wholeNumber(pairDefaults.minPairs, 50),
      pairDefaults.maxPairs,
    )
    .option('--min-effect <percent>', 'of --versus: so much worse must not pass', aNumber('any', 100), 5)
    .option('--versus-header <name=value>', 'of --versus: sent to the new service, over --header', pair)
    .option(
      '--versus-api-key-env <name>',
      "of --versus: the variable with the new service's API key (the old one's)",
    )
    .option('--emit <kind>', 'print it instead, for k6-operator: testrun', oneOf(emits))
    .option('--image <name>', 'of --emit: k6 with the extension')
    .option('--runners <count>', 'of --emit: pods that share the load', wholeNumber(1, 100), 1)
    .option('--name <name>', 'of --emit: the objects, and the run', 'seatrial-bench')
    .option('-n, --namespace <name>', 'of --emit')
    .option('--api-key-secret <secret/key>', 'of --emit: where the runners find the API key')
    .option('--max-requests <count>', 'stop after so many, warm-up included', aNumber('whole', 1e9))
    .option('--records <file>', 'write a line of JSON for each request')
    .option('-o, --output <format>', `what to print: one of ${outputs.join(', ')}`, oneOf(outputs), 'text')
    .option('--out <file>', 'store the JSON document too, whatever is printed');

export const benchRequest = (options: Options): BenchRequest => {
  const given = <T>(name: string): T | undefined => options[name] as T | undefined;
  return {
    url: textOf(options, 'url'),
    protocol: textOf(options, 'protocol'),
    workload: textOf(options, 'workload'),
    gpus: Number(options.gpus),
    concurrency: given('concurrency'),
    rate: given('rate'),
    arrivals: given('arrivals'),
    trace: textOf(options, 'trace'),
    rampTo: given('rampTo'),
    duration: given('duration'),
    warmup: given('warmup'),
    timeout: given('timeout'),
    text: given('text'),
    texts: textOf(options, 'texts'),
    characters: given('characters'),
    clip: given('clip'),
    batch: given('batch'),
    pace: given('pace'),
    params: given('param') ?? {},
    headers: given('header') ?? {},
    apiKeyEnv: textOf(options, 'apiKeyEnv'),
    insecure: flagOf(options, 'insecure'),
    slos: given<WrittenSlo[]>('slo') ?? [],
    seed: given('seed'),
    maxRequests: given('maxRequests'),
    records: textOf(options, 'records'),
    search: searchRequest(options),
    versus: versusRequest(options),
    emit: emitRequest(options),
    output: options.output as (typeof outputs)[number],
    out: textOf(options, 'out'),
  };
};

function searchRequest(options: Options): SearchRequest | undefined {
  if (options.search === undefined) return undefined;
  return {
    mode: options.search === true ? 'concurrency' : (options.search as SearchRequest['mode']),
    from: Number(options.from),
    max: options.max as number | undefined,
    seconds: Number(options.time),
    share: Number(options.share) / 100,
    resume: textOf(options, 'resume'),
  };
}

function versusRequest(options: Options): VersusRequest | undefined {
  const url = textOf(options, 'versus');
  if (url === undefined) return undefined;
  return {
    url,
    pairs: Number(options.pairs),
    minEffect: Number(options.minEffect) / 100,
    headers: (options.versusHeader as VersusRequest['headers'] | undefined) ?? {},
    apiKeyEnv: textOf(options, 'versusApiKeyEnv'),
  };
}

function emitRequest(options: Options): EmitRequest | undefined {
  if (options.emit === undefined) return undefined;
  return {
    kind: 'testrun',
    image: textOf(options, 'image'),
    name: String(options.name),
    namespace: textOf(options, 'namespace'),
    runners: Number(options.runners),
    apiKeySecret: textOf(options, 'apiKeySecret'),
  };
}
