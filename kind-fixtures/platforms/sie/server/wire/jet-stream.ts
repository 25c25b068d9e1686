import { connect, type Msg, type NatsConnection } from '@nats-io/transport-node';

const API_TIMEOUT_MS = 5000;
const EXPIRES_MS = 1000;

/** One message of a work queue; it comes back to another worker unless it is acknowledged. */
export interface Work {
  readonly data: Uint8Array;
  ack(): void;
  /** Gives it back, to be had again after that time. */
  nak(delayMs?: number): void;
}

/** A stream and its one shared consumer, as SIE names them. */
export interface WorkQueue {
  readonly stream: string;
  readonly subject: string;
  readonly consumer: string;
}

export function workQueue(pool: string): WorkQueue {
  return { stream: `WORK_POOL_${pool}`, subject: `sie.work.*.${pool}`, consumer: `workers_${pool}` };
}

/** A model's name as one token of a subject. */
export function subjectOf(model: string, pool: string): string {
  return `sie.work.${model.replaceAll('/', '__').replaceAll('.', '_dot_')}.${pool}`;
}

/** The few calls of JetStream's API that a work queue needs, on a real NATS server. */
export class JetStream implements AsyncDisposable {
  readonly connection: NatsConnection;
  #connected = true;

  private constructor(connection: NatsConnection) {
    this.connection = connection;
    void this.#follow();
  }

  static async open(url: string, name: string): Promise<JetStream> {
    const options = { waitOnFirstConnect: true, maxReconnectAttempts: -1, reconnectTimeWait: 250 };
    return new JetStream(await connect({ servers: url, name, pingInterval: 5000, ...options }));
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** Makes the stream and its consumer where they are missing. */
  async ensure({ stream, subject, consumer }: WorkQueue, limits: QueueLimits): Promise<void> {
    await this.#call(`STREAM.CREATE.${stream}`, {
      name: stream,
      subjects: [subject],
      retention: 'workqueue',
      storage: 'memory',
      max_age: limits.maxAgeSeconds * 1e9,
    });
    await this.#call(`CONSUMER.DURABLE.CREATE.${stream}.${consumer}`, {
      stream_name: stream,
      config: {
        durable_name: consumer,
        ack_policy: 'explicit',
        ack_wait: 60e9,
        max_deliver: limits.maxDeliver,
      },
    });
  }

  /** Stores a message; false where no stream takes it. */
  async publish(subject: string, data: Uint8Array): Promise<boolean> {
    const answer = await this.connection
      .request(subject, data, { timeout: API_TIMEOUT_MS })
      .catch(() => null);
    return answer !== null && !('error' in answer.json<object>());
  }

  /** The next message, waiting for a second at most. */
  async next({ stream, consumer }: WorkQueue): Promise<Work | undefined> {
    const subject = `$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`;
    const asked = JSON.stringify({ batch: 1, expires: EXPIRES_MS * 1e6 });
    const message = await this.connection
      // A message keeps its own subject, by which the client's shared inbox would not know whose answer it is.
      .request(subject, asked, { timeout: EXPIRES_MS + API_TIMEOUT_MS, noMux: true })
      .catch(() => undefined);
    return message === undefined || message.headers?.code ? undefined : work(message);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.connection.drain().catch(() => {});
  }

  async #call(what: string, body: object): Promise<void> {
    const answer = await this.connection.request(`$JS.API.${what}`, JSON.stringify(body), {
      timeout: API_TIMEOUT_MS,
    });
    const { error } = answer.json<{ error?: { code: number; description: string } }>();
    if (error) throw new Error(`NATS refused ${what}: ${error.description}`);
  }

  async #follow(): Promise<void> {
    for await (const { type } of this.connection.status()) {
      if (type === 'disconnect') this.#connected = false;
      if (type === 'reconnect') this.#connected = true;
    }
    this.#connected = false;
  }
}

export interface QueueLimits {
  readonly maxAgeSeconds: number;
  readonly maxDeliver: number;
}

function work(message: Msg): Work {
  return {
    data: message.data,
    ack: () => void message.respond('+ACK'),
    nak: (delayMs = 0) => void message.respond(`-NAK ${JSON.stringify({ delay: delayMs * 1e6 })}`),
  };
}
