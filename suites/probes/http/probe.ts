/** One answer of an endpoint, its body read up to the request's bound. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** True where the body was longer than the bound and was cut. */
  readonly cut: boolean;
}

export interface HttpRequest {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Bytes read at most; 16 MiB unless told. */
  readonly maxBytes?: number;
  /** On a connection of its own, as a new client would ask: none that a pod that ends may close under it. */
  readonly fresh?: boolean;
  readonly signal?: AbortSignal;
}

/** What one WebSocket exchange brought: the messages in order, and how it ended. */
export interface WebSocketExchange {
  readonly messages: readonly string[];
  readonly ended: 'done' | 'closed' | 'too-many-messages';
}

export interface WebSocketRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly send: readonly string[];
  /** True on the message after which nothing more is awaited. */
  readonly isLast: (message: string) => boolean;
  readonly maxMessages?: number;
  readonly signal?: AbortSignal;
}

/** Requests to the platform. Any HTTP status is an answer; only no answer at all throws `ProbeError`. */
export interface HttpProbe {
  request(url: string, request?: HttpRequest): Promise<HttpAnswer>;
  websocket(url: string, request: WebSocketRequest): Promise<WebSocketExchange>;
}
