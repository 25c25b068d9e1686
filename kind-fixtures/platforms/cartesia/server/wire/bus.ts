/** A subscription or a connection that is given back by closing it. */
export interface Handle {
  close(): void;
}

export interface BusMessage {
  readonly data: Uint8Array;
  /** Answers a request; does nothing for a message that was only published. */
  respond(data: Uint8Array): void;
}

/** What the API server and the workers need of their message bus. Subjects are NATS subjects. */
export interface Bus extends AsyncDisposable {
  /** False while the connection to the bus is lost. */
  readonly connected: boolean;
  publish(subject: string, data: Uint8Array): void;
  /** With `queue`, each message goes to one member of the group of that name only. */
  subscribe(subject: string, handler: (message: BusMessage) => void, queue?: string): Handle;
  /** The first answer, or undefined when nobody listens or nobody answers in time. */
  request(subject: string, data: Uint8Array, timeoutMs: number): Promise<Uint8Array | undefined>;
}

export function toBytes(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

export function fromBytes<T>(data: Uint8Array): T {
  return JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8')) as T;
}
