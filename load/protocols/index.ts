import cartesiaBytes from './cartesia-bytes.json' with { type: 'json' };
import cartesiaSse from './cartesia-sse.json' with { type: 'json' };
import cartesiaWs from './cartesia-ws.json' with { type: 'json' };

/** How an API is spoken, as data: the Go engine fills its placeholders (`xk6-seatrial/internal/protocol`). */
export type Protocol = {
  readonly id: string;
  readonly title: string;
  readonly transport: string;
  readonly [key: string]: unknown;
};

/** Every protocol that load can speak, by id; a new API is one file and one line here. */
export const protocols: ReadonlyMap<string, Protocol> = new Map(
  [cartesiaBytes, cartesiaSse, cartesiaWs].map((protocol) => [protocol.id, protocol]),
);
