import { type Bus, fromBytes, type Handle, toBytes } from './bus.ts';

interface Snapshot<T> {
  readonly version: number;
  readonly value: T;
}

const SYNC_TIMEOUT_MS = 300;

/**
 * A small value that all pods share: set on one, it reaches the others over the bus, and a pod that starts
 * later asks for it. The newest version wins. It lives as long as one of the pods does.
 */
export class SharedState<T> implements AsyncDisposable {
  readonly #bus: Bus;
  readonly #name: string;
  readonly #handles: Handle[] = [];
  #snapshot: Snapshot<T>;
  #answering = false;

  private constructor(bus: Bus, name: string, initial: T) {
    this.#bus = bus;
    this.#name = `standin.state.${name}`;
    this.#snapshot = { version: 0, value: initial };
  }

  static async open<T>(bus: Bus, name: string, initial: T): Promise<SharedState<T>> {
    const state = new SharedState(bus, name, initial);
    state.#handles.push(bus.subscribe(state.#name, ({ data }) => state.#merge(fromBytes(data))));
    const answer = await bus.request(`${state.#name}.current`, new Uint8Array(), SYNC_TIMEOUT_MS);
    if (answer) state.#merge(fromBytes(answer));
    return state;
  }

  get value(): T {
    return this.#snapshot.value;
  }

  set(value: T): void {
    const version = Math.max(Date.now(), this.#snapshot.version + 1);
    this.#merge({ version, value });
    this.#bus.publish(this.#name, toBytes(this.#snapshot));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const handle of this.#handles) handle.close();
  }

  #merge(snapshot: Snapshot<T>): void {
    if (snapshot.version <= this.#snapshot.version) return;
    this.#snapshot = snapshot;
    if (this.#answering) return;
    // Only a pod that knows something answers, or two new ones would tell each other nothing.
    this.#answering = true;
    const answer = ({ respond }: { respond(data: Uint8Array): void }) => respond(toBytes(this.#snapshot));
    this.#handles.push(this.#bus.subscribe(`${this.#name}.current`, answer, 'standin'));
  }
}
