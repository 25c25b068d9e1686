/** One certificate of the chain that a server showed. Times are ISO 8601. */
export interface SeenCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** Subject alternative names, DNS names only. */
  readonly names: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
}

/** What a TLS handshake told. */
export interface TlsAnswer {
  /** `TLSv1.3`, as negotiated. */
  readonly protocol: string;
  /** Leaf first. */
  readonly chain: readonly SeenCertificate[];
  /** Null where the chain is trusted and is for the name; else what is wrong with it (`CERT_HAS_EXPIRED`). */
  readonly distrust: string | null;
}

export interface TlsRequest {
  readonly host: string;
  readonly port: number;
  /** SNI, and the name that the certificate must be for. */
  readonly serverName: string;
  readonly maxVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  /** PEM of authorities that are trusted besides the system's. */
  readonly authorities?: readonly string[];
  readonly signal?: AbortSignal;
}

/** One small GET through a given address, as a client would ask by name. */
export interface NamedRequest {
  readonly scheme: 'http' | 'https';
  /** Where the connection goes. */
  readonly address: string;
  readonly port: number;
  /** The name that the client uses: `Host`, SNI, and what the certificate must be for. */
  readonly name: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** PEM of authorities that are trusted besides the system's. */
  readonly authorities?: readonly string[];
  readonly signal?: AbortSignal;
}

/** Its answer; redirects are not followed. */
export interface NamedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The first 4 KiB. */
  readonly body: string;
}

/** What became of a connection: `refused` says that somebody answered and does not listen there; silence says nothing. */
export interface ConnectAnswer {
  readonly open: boolean;
  readonly refused?: boolean;
  readonly milliseconds: number;
}

/** Names, sockets and handshakes, below HTTP. */
export interface NetworkProbe {
  /** The addresses that a name resolves to; empty where it does not exist. Throws `ProbeError` where no resolver answers. */
  resolve(name: string): Promise<string[]>;
  /** Whether a TCP connection is accepted within the time; the milliseconds it took. */
  connect(host: string, port: number, timeoutMs: number): Promise<ConnectAnswer>;
  /** A handshake that goes on although the certificate is not trusted; null where the server refused the handshake. Throws `ProbeError` where it cannot be reached. */
  handshake(request: TlsRequest): Promise<TlsAnswer | null>;
  /** Throws `ProbeError` where there is no answer, or where the certificate is not trusted: no header is sent then. */
  get(request: NamedRequest): Promise<NamedAnswer>;
}
