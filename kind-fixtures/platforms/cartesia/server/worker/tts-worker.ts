import { seconds, width } from '../audio/encoding.ts';
import type { Speaker } from '../audio/speech.ts';
import type { FaultBoard } from '../faults/fault-board.ts';
import type { PerformanceModel } from '../model/performance-model.ts';
import { Random } from '../model/random.ts';
import type { RunNoise } from '../model/run-noise.ts';
import type { TruthLog } from '../truth/truth-log.ts';
import { type Bus, type BusMessage, fromBytes, toBytes } from '../wire/bus.ts';
import { type Acceptance, type GenerateCommand, packEvent, subjects } from '../wire/messages.ts';
import { Generation } from './generation.ts';
import { type GenerationPlan, planGeneration } from './plan.ts';
import { WorkerHost, type WorkerIdentity } from './worker-host.ts';
import { WorkerMetrics } from './worker-metrics.ts';

/** A command that seems to have taken longer on its way tells of clocks that differ between nodes. */
const MAX_TRANSIT_MS = 50;

export interface TtsWorkerOptions {
  readonly identity: WorkerIdentity;
  readonly bus: Bus;
  readonly faults: FaultBoard;
  readonly speaker: Speaker;
  readonly model: PerformanceModel;
  readonly noise: RunNoise;
  readonly seed: string;
  readonly loadMs: number;
  readonly truth: TruthLog;
}

/** A text-to-speech worker with one GPU: generates the streams it accepts, at the pace of the performance model. */
export class TtsWorker implements AsyncDisposable {
  readonly host: WorkerHost;
  readonly metrics: WorkerMetrics;
  readonly #options: TtsWorkerOptions;
  readonly #random: Random;
  readonly #active = new Map<string, Generation>();
  #perApi: Record<string, number> = {};
  readonly #cancels;

  constructor(options: TtsWorkerOptions) {
    const { identity, bus, faults, loadMs } = options;
    this.#options = options;
    this.#random = new Random(`${options.seed}/requests`);
    this.host = new WorkerHost({
      identity,
      bus,
      faults,
      loadMs,
      load: () => this.#active.size,
      loads: () => this.#perApi,
      onCommand: (message) => this.#command(message),
    });
    this.metrics = new WorkerMetrics(
      { worker: identity.worker, model: identity.model },
      { capacity: () => this.host.capacity, load: () => this.#active.size },
    );
    this.#cancels = bus.subscribe(subjects.cancel(identity.pod), ({ data }) =>
      this.#active.get(fromBytes<{ id: string }>(data).id)?.cancel(),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#cancels.close();
    await this.host[Symbol.asyncDispose]();
    for (const generation of this.#active.values()) generation.cancel();
  }

  #command({ data, respond }: BusMessage): void {
    const answer = (acceptance: Acceptance) => respond(toBytes(acceptance));
    if (!this.host.ready) {
      answer({ accepted: false, reason: 'not-ready' });
      return;
    }
    const level = this.#level() + 1;
    if (level > this.host.capacity) {
      answer({ accepted: false, reason: 'capacity' });
      return;
    }
    const command = fromBytes<GenerateCommand>(data);
    this.#start(command, level);
    answer({ accepted: true, level });
  }

  #start(command: GenerateCommand, level: number): void {
    const { bus, model, noise, faults, speaker } = this.#options;
    const at = Date.now();
    const chars = command.transcript.trim().length;
    const plan = planGeneration({ model, noise, faults, level, chars, random: this.#random, epochMs: at });
    const text = plan.wrongWords
      ? command.transcript.trim().split(/\s+/).reverse().join(' ')
      : command.transcript;
    const speech = speaker.speak(text, command.format.sampleRate);
    const { id, format, timestamps } = command;
    const generation = new Generation({
      id,
      startedAt: performance.now() - Math.max(0, Math.min(MAX_TRANSIT_MS, at - command.sentAt)),
      speech,
      format,
      timestamps,
      plan,
      level: () => this.#level(),
      send: (event, audio) => bus.publish(subjects.stream(command.api), packEvent(event, audio)),
      ended: (dueMs) => {
        this.#active.delete(id);
        this.#count(command.api, -1);
        const bytes = Math.round(speech.samples * plan.keep) * width(format.encoding);
        this.#record(command, plan, { at, level, dueMs, bytes });
      },
    });
    this.#active.set(id, generation);
    this.#count(command.api, 1);
  }

  /** Streams on the GPU now. */
  #level(): number {
    const now = performance.now();
    let level = 0;
    for (const generation of this.#active.values()) if (generation.occupies(now)) level += 1;
    return level;
  }

  #count(api: string, step: number): void {
    const { [api]: before = 0, ...others } = this.#perApi;
    this.#perApi = before + step > 0 ? { ...others, [api]: before + step } : others;
    this.host.beat();
  }

  #record(
    command: GenerateCommand,
    plan: GenerationPlan,
    seen: { at: number; level: number; dueMs: number; bytes: number },
  ): void {
    const { identity, truth } = this.#options;
    const cancelled = seen.dueMs === 0;
    const spoken = !cancelled && plan.outcome !== 'error';
    const audioSeconds = spoken ? seconds(seen.bytes, command.format) : 0;
    if (spoken) this.metrics.observe(plan.ttfaMs, seen.dueMs / 1000 / audioSeconds);
    truth.add({
      id: command.id,
      at: seen.at,
      run: command.run,
      route: 'worker',
      worker: identity.pod,
      release: identity.release,
      level: seen.level,
      outcome: cancelled ? 'cancelled' : plan.outcome,
      status: plan.outcome === 'error' ? 500 : 200,
      chars: command.transcript.length,
      queueMs: 0,
      ttfaIntendedMs: plan.ttfaMs,
      ttfaActualMs: undefined,
      doneIntendedMs: seen.dueMs,
      doneActualMs: seen.dueMs,
      chunks: 0,
      maxGapMs: 0,
      maxLatenessMs: 0,
      bytes: spoken ? seen.bytes : 0,
      audioSeconds,
      faults: plan.faults,
    });
  }
}
