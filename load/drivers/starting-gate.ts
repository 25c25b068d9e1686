import type { LoadClock } from '../clock.ts';
import { type LoadPodReader, noRound } from './load-pod-reader.ts';

/** How far ahead the moment lies at which all begin: all have to have heard of it by then. */
const aheadMs = { first: 1000, later: 300 } as const;

/**
 * Lets the pods of one load begin together, and begin each level together: round 0 is the beginning, round k what
 * follows the k-th level. It keeps nothing that a driver that comes after this one would need.
 */
export class StartingGate {
  readonly #clock: LoadClock;
  readonly #said = new Map<number, number>();

  constructor(clock: LoadClock) {
    this.#clock = clock;
  }

  /** Says go to those that wait, as soon as nobody has still to come. */
  async open(pods: readonly LoadPodReader[], signal?: AbortSignal): Promise<void> {
    const going = pods.filter(({ over }) => !over);
    await Promise.all(going.map((pod) => pod.ask(signal)));
    const waiting = going.filter(({ waiting }) => waiting !== noRound);
    if (waiting.length === 0) return;
    const round = Math.min(...waiting.map((pod) => pod.waiting));
    const come = (pod: LoadPodReader) =>
      pod.waiting >= round || (pod.waiting === noRound && pod.passed >= round);
    if (!going.every(come)) return;
    const at =
      this.#said.get(round) ?? this.#clock.date().getTime() + (round === 0 ? aheadMs.first : aheadMs.later);
    this.#said.set(round, at);
    await Promise.all(waiting.filter((pod) => pod.waiting === round).map((pod) => pod.go(round, at, signal)));
  }
}
