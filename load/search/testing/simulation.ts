import type { ServiceModel } from './service-model.ts';

/** What a window saw; times in seconds. */
export type SimulatedWindow = {
  readonly seconds: number;
  /** Of the requests that started in it and ended well. */
  readonly responses: readonly number[];
  readonly started: number;
  readonly failed: number;
  /** Complete requests, each by the share of its time inside the window. */
  readonly shares: number;
  readonly inFlight: number;
  /** Broken off at the cut. */
  readonly cancelled: number;
};

type OpenWindow = {
  readonly from: number;
  readonly to: number;
  /** Requests of it that have not ended yet. */
  open: number;
  readonly responses: number[];
  started: number;
  failed: number;
  shares: number;
  inFlight: number;
};
type Request = { readonly intended: number; readonly stream: number; readonly measured: boolean };

/** A load run in virtual time: the engine's rules (pauses after failures, windows cut by time, never drained between). */
export class Simulation {
  readonly #model: ServiceModel;
  readonly #uniform: () => number;
  readonly #timeout: number;
  #now = 0;
  #next = 0;
  readonly #underWay = new Map<number, Request>();
  readonly #starts: { at: number; stream: number }[] = [];
  readonly #failures = new Map<number, number>();
  #arrival: { next: number; gap: () => number } | null = null;
  #window: OpenWindow | null = null;
  requests = 0;

  constructor(model: ServiceModel, uniform: () => number, timeoutSeconds: number) {
    this.#model = model;
    this.#uniform = uniform;
    this.#timeout = timeoutSeconds;
  }

  get now(): number {
    return this.#now;
  }

  closed(streams: number): void {
    for (let stream = 0; stream < streams; stream++) this.#start(this.#uniform() * 0.1, stream);
  }

  open(rate: number, arrivals: 'constant' | 'poisson'): void {
    const gap = arrivals === 'constant' ? () => 1 / rate : () => -Math.log(1 - this.#uniform()) / rate;
    this.#arrival = { next: gap(), gap };
  }

  /** Lets a window go by, and waits until all that started in it has ended. */
  window(seconds: number, cutAt = Number.POSITIVE_INFINITY): SimulatedWindow {
    const window: OpenWindow = {
      from: this.#now,
      to: this.#now + seconds,
      open: 0,
      responses: [],
      started: 0,
      failed: 0,
      shares: 0,
      inFlight: this.#underWay.size,
    };
    this.#window = window;
    while ((this.#now < window.to || window.open > 0) && this.#now < cutAt)
      this.#step(Math.min(cutAt, this.#now < window.to ? window.to : cutAt));
    const { responses, started, failed, shares, inFlight, open } = window;
    return { seconds, responses, started, failed, shares, inFlight, cancelled: open };
  }

  #start(at: number, stream: number): void {
    let place = this.#starts.length;
    while (place > 0 && this.#starts[place - 1]!.at < at) place--;
    this.#starts.splice(place, 0, { at, stream });
  }

  #step(until: number): void {
    const oldest = this.#underWay.values().next().value;
    const moments = {
      ended: this.#model.next(),
      start: this.#starts.at(-1)?.at ?? Number.POSITIVE_INFINITY,
      arrival: this.#arrival?.next ?? Number.POSITIVE_INFINITY,
      timeout: oldest ? oldest.intended + this.#timeout : Number.POSITIVE_INFINITY,
    };
    this.#now = Math.max(this.#now, Math.min(until, ...Object.values(moments)));
    if (moments.ended <= this.#now)
      for (const { job, status } of this.#model.take(this.#now)) this.#end(job, status === 200);
    else if (moments.start <= this.#now) this.#send(this.#starts.pop()!.stream);
    else if (moments.arrival <= this.#now) {
      this.#arrival!.next += this.#arrival!.gap();
      this.#send(-1);
    } else if (moments.timeout <= this.#now) this.#end(this.#underWay.keys().next().value!, false);
  }

  #send(stream: number): void {
    const window = this.#window;
    const measured = window !== null && this.#now < window.to;
    if (measured) window.open++;
    this.#underWay.set(this.#next, { intended: this.#now, stream, measured });
    this.#model.arrive(this.#next++, this.#now);
    this.requests++;
    if (window) window.inFlight = Math.max(window.inFlight, this.#underWay.size);
  }

  #end(job: number, well: boolean): void {
    const request = this.#underWay.get(job);
    if (!request) return;
    this.#underWay.delete(job);
    this.#count(request, well);
    if (request.stream < 0) return;
    const failures = well ? 0 : (this.#failures.get(request.stream) ?? 0) + 1;
    this.#failures.set(request.stream, failures);
    this.#start(
      this.#now + (failures === 0 ? 0 : Math.min(0.025 * 2 ** Math.min(failures, 10), 1)),
      request.stream,
    );
  }

  #count({ intended, measured }: Request, well: boolean): void {
    const window = this.#window!;
    const response = this.#now - intended;
    const inside = Math.min(this.#now, window.to) - Math.max(intended, window.from);
    if (well && inside > 0) window.shares += response > 0 ? inside / response : 1;
    if (!measured) return;
    window.open--;
    window.started++;
    if (well) window.responses.push(response);
    else window.failed++;
  }
}
