import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { Bus, BusMessage, Handle } from './bus.ts';

/** The bus on a real NATS server. It reconnects for ever; `connected` tells how it stands. */
export class NatsBus implements Bus {
  readonly #connection: NatsConnection;
  #connected = true;

  private constructor(connection: NatsConnection) {
    this.#connection = connection;
    void this.#follow();
  }

  /** Waits until the server is there: in a cluster it may start after us. */
  static async open(url: string, name: string): Promise<NatsBus> {
    const connection = await connect({
      servers: url,
      name,
      waitOnFirstConnect: true,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 250,
      pingInterval: 5000,
    });
    return new NatsBus(connection);
  }

  get connected(): boolean {
    return this.#connected;
  }

  publish(subject: string, data: Uint8Array): void {
    if (!this.#connection.isClosed()) this.#connection.publish(subject, data);
  }

  subscribe(subject: string, handler: (message: BusMessage) => void, queue?: string): Handle {
    const subscription = this.#connection.subscribe(subject, {
      ...(queue ? { queue } : {}),
      callback: (error, message) => {
        if (!error) handler({ data: message.data, respond: (data) => void message.respond(data) });
      },
    });
    return { close: () => subscription.unsubscribe() };
  }

  async request(subject: string, data: Uint8Array, timeoutMs: number): Promise<Uint8Array | undefined> {
    try {
      return (await this.#connection.request(subject, data, { timeout: timeoutMs })).data;
    } catch {
      return undefined;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection.close();
  }

  async #follow(): Promise<void> {
    for await (const status of this.#connection.status()) {
      if (status.type === 'disconnect') this.#connected = false;
      if (status.type === 'reconnect') this.#connected = true;
    }
    this.#connected = false;
  }
}
