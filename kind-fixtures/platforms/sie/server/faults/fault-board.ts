import type { Bus } from '../../../cartesia/server/wire/bus.ts';
import { SharedState } from '../../../cartesia/server/wire/shared-state.ts';
import { appliesTo, type Fault, type FaultId, type Site } from './fault.ts';

export type FaultOf<Id extends FaultId> = Extract<Fault, { id: Id }>;

/** The faults of one pod: those of its environment (Helm values) and those set at run time on any pod. */
export class FaultBoard implements AsyncDisposable {
  readonly #site: Site;
  readonly #fixed: readonly Fault[];
  readonly #shared: SharedState<readonly Fault[]>;

  private constructor(site: Site, fixed: readonly Fault[], shared: SharedState<readonly Fault[]>) {
    this.#site = site;
    this.#fixed = fixed;
    this.#shared = shared;
  }

  static async open(bus: Bus, site: Site, fixed: readonly Fault[]): Promise<FaultBoard> {
    return new FaultBoard(site, fixed, await SharedState.open<readonly Fault[]>(bus, 'faults', []));
  }

  /** The fault of that kind that applies here now; one set at run time goes before one of the environment. */
  find<Id extends FaultId>(id: Id): FaultOf<Id> | undefined {
    return [...this.#shared.value, ...this.#fixed].find(
      (fault): fault is FaultOf<Id> => fault.id === id && appliesTo(fault, this.#site),
    );
  }

  list(): { environment: readonly Fault[]; runtime: readonly Fault[] } {
    return { environment: this.#fixed, runtime: this.#shared.value };
  }

  /** Replaces the faults set at run time, on all pods. */
  set(faults: readonly Fault[]): void {
    this.#shared.set(faults);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#shared[Symbol.asyncDispose]();
  }
}
