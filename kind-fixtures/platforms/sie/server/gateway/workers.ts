import { WebSocket } from 'ws';
import type { WorkerStatus } from '../wire/messages.ts';
import type { Discovery } from './discovery.ts';

const HEARTBEAT_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 3000;

export interface WorkerView extends WorkerStatus {
  readonly url: string;
  readonly healthy: boolean;
}

interface Known {
  readonly socket: WebSocket;
  status?: WorkerStatus;
  heardAt: number;
}

/** The workers as this gateway sees them: found by discovery, known by what their status sockets say. */
export class Workers implements AsyncDisposable {
  readonly #discover: Discovery;
  readonly #known = new Map<string, Known>();
  readonly #timer: NodeJS.Timeout;

  constructor(discover: Discovery, everyMs: number) {
    this.#discover = discover;
    this.#timer = setInterval(() => void this.#look(), everyMs);
    void this.#look();
  }

  list(): WorkerView[] {
    const now = performance.now();
    return [...this.#known].flatMap(([url, { status, heardAt }]) =>
      status ? [{ ...status, url, healthy: status.ready && now - heardAt < HEARTBEAT_TIMEOUT_MS }] : [],
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    for (const { socket } of this.#known.values()) socket.terminate();
    this.#known.clear();
  }

  async #look(): Promise<void> {
    const found = await this.#discover().catch(() => undefined);
    // Nobody can tell: those we have are still heard of by themselves.
    if (!found) return;
    for (const [url, { socket }] of this.#known) if (!found.includes(url)) socket.terminate();
    for (const url of found) if (!this.#known.has(url)) this.#connect(url);
  }

  #connect(url: string): void {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/status`, {
      handshakeTimeout: CONNECT_TIMEOUT_MS,
    });
    const known: Known = { socket, heardAt: 0 };
    this.#known.set(url, known);
    socket.on('message', (data) => {
      known.status = JSON.parse(data.toString()) as WorkerStatus;
      known.heardAt = performance.now();
    });
    // A worker that ends takes its socket with it, and is forgotten at once.
    socket.on('close', () => this.#known.delete(url));
    socket.on('error', () => socket.terminate());
  }
}
