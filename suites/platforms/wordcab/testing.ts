import type { HttpAnswer, HttpRequest } from '../../probes/http/probe.ts';
import { endpointAt } from '../endpoint.ts';
import { wordcab } from './platform.ts';

type Reply = { readonly status?: number; readonly body?: string | Buffer | object };

/** How a stand-in of a test answers, by method and path without query: `GET /v1/models`. What is missing is a 404. */
export type Replies = Readonly<Record<string, Reply | ((request: HttpRequest) => Reply)>>;

const none: Reply = { status: 404, body: { error: { message: 'no' } } };

/** Endpoint and HTTP probe of a platform that answers so; for `ask` of `checks/testing/cluster.ts`. */
export const answering = (replies: Replies) => ({
  endpoint: endpointAt(wordcab, 'http://platform', 'wc_live_test'),
  prometheus: null,
  http: {
    request: async (url: string, request: HttpRequest = {}): Promise<HttpAnswer> => {
      const { pathname, host } = new URL(url);
      const at = host === 'platform' ? pathname : `${host}${pathname}`;
      const found = replies[`${request.method ?? 'GET'} ${at}`] ?? none;
      const { status = 200, body = '' } = typeof found === 'function' ? found(request) : found;
      const bytes = Buffer.isBuffer(body)
        ? body
        : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
      return { status, headers: {}, body: bytes, cut: false };
    },
    websocket: async () => {
      throw new Error('Wordcab is asked over no WebSocket');
    },
  },
});

/** The documented envelope. */
export const listOf = (...data: readonly object[]) => ({ body: { object: 'list', data, has_more: false } });
export const idsAnswer = (...ids: readonly string[]) => listOf(...ids.map((id) => ({ id })));

export const deploymentAnswer = (over: object = {}) =>
  listOf({
    id: 'dep_1',
    name: 'wordcab',
    health: 'healthy',
    routes: { stt: 'qwen3-asr', tts: 'qwen3-tts', llm: 'qwen3.5-4b' },
    ...over,
  });

/** The model that a request's JSON names. */
export const modelIn = ({ body }: HttpRequest): string => JSON.parse(String(body)).model;
