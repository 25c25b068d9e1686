/** What the bench asks of every client. */
export type BenchProtocol = 'openai-chat' | 'cartesia-bytes' | 'cartesia-ws';

export type BenchLoad = { readonly streams: number } | { readonly rate: number };

/** One row of a table: a protocol under one load. */
export type BenchCase = { readonly id: string; readonly protocol: BenchProtocol; readonly load: BenchLoad };

export const benchProtocols: readonly BenchProtocol[] = ['openai-chat', 'cartesia-bytes', 'cartesia-ws'];

/** The loads of the table: closed loops, and an open loop at an even rate. */
export const benchLoads: readonly BenchLoad[] = [
  { streams: 128 },
  { streams: 512 },
  { streams: 1024 },
  { rate: 400 },
];

export const loadName = (load: BenchLoad): string =>
  'streams' in load ? `${load.streams}` : `${load.rate}/s`;

/** Every row of these protocols and loads. */
export function benchCases(
  protocols: readonly BenchProtocol[],
  loads: readonly BenchLoad[],
): readonly BenchCase[] {
  return protocols.flatMap((protocol) =>
    loads.map((load) => ({ id: `${protocol} ${loadName(load)}`, protocol, load })),
  );
}
