import { Agent, request } from 'node:http';

/** One request of a user, as the user saw it. Times are milliseconds; `at` is the epoch of its intended start. */
export interface UserRequest {
  readonly at: number;
  /** To the first bytes of audio; null when none came. */
  readonly firstMs: number | null;
  readonly doneMs: number;
  /** Why it failed; null when it did not. */
  readonly failure: string | null;
}

/** What users saw in a stretch of time, over the requests that began in it. */
export interface UsersSaw {
  readonly requests: number;
  readonly failed: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number | null;
}

export interface UsersOptions {
  /** Base URL of a Cartesia. */
  readonly url: string;
  readonly apiKey: string;
  readonly perSecond: number;
  readonly seed?: number;
  readonly transcript?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const voice = 'bf0a246a-8642-498a-9950-80c35e9276b5';
const mostUnderway = 500;
const mostKept = 50_000;

/**
 * Users of a platform that speaks: an open loop of `POST /tts/bytes` at seeded random moments, whatever the platform
 * does, with a log of its own. It shares nothing with the load engine, so that it can bear witness against it.
 */
export class UsersTraffic implements AsyncDisposable {
  readonly log: UserRequest[] = [];
  readonly #options: UsersOptions;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #underway = new Set<{ destroy(): void }>();
  #random: number;
  #perSecond: number;
  #timer: NodeJS.Timeout | undefined;
  #next = performance.timeOrigin + performance.now();

  private constructor(options: UsersOptions) {
    this.#options = options;
    this.#perSecond = options.perSecond;
    this.#random = options.seed ?? 1;
  }

  static start(options: UsersOptions): UsersTraffic {
    const users = new UsersTraffic(options);
    users.#schedule();
    return users;
  }

  /** More users, or fewer, from the next request on. */
  set perSecond(rate: number) {
    this.#perSecond = rate;
  }

  /** What users saw before a load began, while it was on, and since its last request (epoch milliseconds). */
  around(began: number, last: number): Record<'before' | 'during' | 'after', UsersSaw> {
    return { before: this.saw(0, began), during: this.saw(began, last), after: this.saw(last, Date.now()) };
  }

  /** What users saw of the requests that began between two moments (epoch milliseconds). */
  saw(from: number, to: number): UsersSaw {
    const begun = this.log.filter(({ at }) => at >= from && at < to);
    const first = begun.flatMap(({ firstMs }) => firstMs ?? []).sort((a, b) => a - b);
    const quantile = (q: number) =>
      first.length === 0 ? null : Math.round(first[Math.ceil(q * first.length) - 1]!);
    return {
      requests: begun.length,
      failed: begun.filter(({ failure }) => failure !== null).length,
      p50Ms: quantile(0.5),
      p99Ms: quantile(0.99),
      maxMs: quantile(1),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer);
    for (const one of this.#underway) one.destroy();
    this.#agent.destroy();
  }

  #schedule(): void {
    // Exponential distances: a Poisson process.
    this.#next += (-Math.log(1 - this.#draw()) * 1000) / this.#perSecond;
    const at = this.#next;
    const wait = Math.max(0, at - performance.timeOrigin - performance.now());
    this.#timer = setTimeout(() => {
      if (this.#underway.size < mostUnderway) this.#ask(at);
      this.#schedule();
    }, wait);
  }

  #ask(at: number): void {
    const { url, apiKey, transcript = 'The wind is fair today.', headers } = this.#options;
    let firstMs: number | null = null;
    const since = () => performance.timeOrigin + performance.now() - at;
    const over = (failure: string | null) => {
      if (!this.#underway.delete(asked)) return;
      this.log.push({ at, firstMs, doneMs: since(), failure });
      if (this.log.length > mostKept) this.log.shift();
    };
    const asked = request(
      `${url}/tts/bytes`,
      {
        method: 'POST',
        agent: this.#agent,
        timeout: 15_000,
        headers: { 'x-api-key': apiKey, 'cartesia-version': '2025-04-16', ...headers },
      },
      (response) => {
        const { statusCode = 0 } = response;
        response.on('data', () => {
          if (statusCode === 200) firstMs ??= since();
        });
        response.on('end', () => over(statusCode === 200 ? null : `status ${statusCode}`));
        response.on('close', () => over('cut off'));
      },
    );
    this.#underway.add(asked);
    asked.on('timeout', () => asked.destroy(new Error('no answer in 15 s')));
    asked.on('error', (error) => over(error.message));
    asked.end(
      JSON.stringify({
        ...{ model_id: 'sonic-3', voice: { mode: 'id', id: voice }, language: 'en', transcript },
        output_format: { container: 'raw', encoding: 'pcm_s16le', sample_rate: 16_000 },
      }),
    );
  }

  /** Mulberry32: small, seeded, good enough for moments. */
  #draw(): number {
    this.#random = (this.#random + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#random ^ (this.#random >>> 15), 1 | this.#random);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}
