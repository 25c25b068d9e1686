import { appliesTo, type Fault, type FaultId, type FaultOf, type Site } from './fault.ts';

/** The faults of one pod: those of its environment (Helm values), and those ordered at run time. */
export class FaultBoard {
  readonly #site: Site;
  readonly #fixed: readonly Fault[];
  #ordered: readonly Fault[] = [];

  constructor(site: Site, fixed: readonly Fault[]) {
    this.#site = site;
    this.#fixed = fixed;
  }

  /** The fault of that kind that applies here now; one ordered at run time goes first. */
  find<Id extends FaultId>(id: Id): FaultOf<Id> | undefined {
    return this.all.find((fault): fault is FaultOf<Id> => fault.id === id && appliesTo(fault, this.#site));
  }

  /** The fault, where this request is among the share that it touches. */
  hit<Id extends FaultId>(id: Id): FaultOf<Id> | undefined {
    const fault = this.find(id);
    const rate = fault && 'rate' in fault ? (fault.rate as number) : 1;
    return fault && Math.random() < rate ? fault : undefined;
  }

  /** All of them, wherever they apply: what the pods around are told. */
  get all(): readonly Fault[] {
    return [...this.#ordered, ...this.#fixed];
  }

  get ordered(): readonly Fault[] {
    return this.#ordered;
  }

  set ordered(faults: readonly Fault[]) {
    this.#ordered = faults;
  }
}
