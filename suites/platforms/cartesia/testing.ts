import type { HttpAnswer, HttpRequest } from '../../probes/http/probe.ts';
import { noSettings, type Settings } from '../../settings.ts';
import { subjectOf } from '../../testing/plans.ts';
import { endpointAt } from '../endpoint.ts';
import { cartesia } from './platform.ts';

type Reply = Partial<Omit<HttpAnswer, 'body'>> & { readonly body?: string | Buffer | object };

/** A context in which every request is answered by `reply`, by method and path (`GET /voices?limit=100`). */
export function contextOf(over: {
  readonly reply?: (route: string, request: HttpRequest) => Reply;
  readonly websocket?: object;
  readonly pods?: readonly object[];
  readonly connect?: (host: string, port: number) => { open: boolean; refused?: boolean };
  readonly before?: object | null;
  readonly settings?: Partial<Settings>;
}): never {
  const nothing = (): Reply => ({ status: 404, body: 'Not found: no' });
  const reply = over.reply ?? nothing;
  return {
    subject: subjectOf(),
    endpoint: endpointAt(cartesia, 'http://platform', null),
    settings: { ...noSettings, ...over.settings },
    before: over.before ?? null,
    http: {
      request: async (url: string, request: HttpRequest = {}) => {
        const at = url.replace('http://platform', '');
        const {
          status = 200,
          headers = {},
          body = '',
          cut = false,
        } = reply(`${request.method ?? 'GET'} ${at}`, request);
        const bytes = Buffer.isBuffer(body)
          ? body
          : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
        return { status, headers, body: bytes, cut };
      },
      websocket: async () => over.websocket,
    },
    kubernetes: { namespace: 'cartesia', list: async () => over.pods ?? [] },
    network: {
      connect: async (host: string, port: number) => ({
        milliseconds: 1,
        ...(over.connect?.(host, port) ?? { open: true }),
      }),
    },
    signal: new AbortController().signal,
    progress: () => {},
  } as never;
}

/** 16-bit PCM at 16 kHz, as loud as speech. */
export function tone(seconds: number): Buffer {
  const pcm = Buffer.alloc(Math.round(seconds * 16_000) * 2);
  for (let index = 0; index < pcm.length / 2; index++)
    pcm.writeInt16LE(Math.round(Math.sin((index / 16_000) * 2 * Math.PI * 220) * 9000), index * 2);
  return pcm;
}

/** A running pod with one container of that image. */
export const podOf = (name: string, image: string, ip: string, over: object = {}): object => ({
  metadata: { name, ...over },
  spec: { containers: [{ name: 'main', image }] },
  status: { phase: 'Running', podIP: ip },
});
