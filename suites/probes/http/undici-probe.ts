import { Agent, request, WebSocket } from 'undici';
import { ProbeError } from '../probe-error.ts';
import type { HttpAnswer, HttpProbe, HttpRequest, WebSocketExchange, WebSocketRequest } from './probe.ts';

const defaultMaxBytes = 16 * 1024 * 1024;
const defaultMaxMessages = 10_000;

/** The probe over undici, with a connection pool of its own. */
export class UndiciProbe implements HttpProbe, AsyncDisposable {
  readonly #agent = new Agent({
    connections: 8,
    connectTimeout: 5000,
    headersTimeout: 60_000,
    bodyTimeout: 60_000,
  });

  readonly #fresh = new Agent({ pipelining: 0, connections: 8, connectTimeout: 5000 });

  async request(
    url: string,
    { method = 'GET', headers, body, maxBytes = defaultMaxBytes, fresh = false, signal }: HttpRequest = {},
  ): Promise<HttpAnswer> {
    let begun = false;
    try {
      const answer = await request(url, {
        method,
        dispatcher: fresh ? this.#fresh : this.#agent,
        ...(headers && { headers: { ...headers } }),
        ...(body !== undefined && { body }),
        ...(signal && { signal }),
      });
      begun = true;
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > maxBytes) break;
      }
      return {
        status: answer.statusCode,
        headers: Object.fromEntries(
          Object.entries(answer.headers).map(([name, value]) => [name, String(value)]),
        ),
        body: Buffer.concat(chunks).subarray(0, maxBytes),
        cut: bytes > maxBytes,
      };
    } catch (error) {
      throw asProbeError(`${method} ${url}`, error, begun);
    }
  }

  websocket(
    url: string,
    { headers, send, isLast, maxMessages = defaultMaxMessages, signal }: WebSocketRequest,
  ): Promise<WebSocketExchange> {
    const { promise, resolve, reject } = Promise.withResolvers<WebSocketExchange>();
    const messages: string[] = [];
    const socket = new WebSocket(url.replace(/^http/, 'ws'), {
      dispatcher: this.#agent,
      ...(headers && { headers: { ...headers } }),
    });
    const aborted = () => reject(asProbeError(`WebSocket ${url}`, signal?.reason));
    signal?.addEventListener('abort', aborted, { once: true });
    let opened = false;
    socket.addEventListener('open', () => {
      opened = true;
      for (const message of send) socket.send(message);
    });
    socket.addEventListener('message', ({ data }) => {
      messages.push(String(data));
      if (isLast(String(data))) resolve({ messages, ended: 'done' });
      else if (messages.length >= maxMessages) resolve({ messages, ended: 'too-many-messages' });
    });
    socket.addEventListener('close', () => resolve({ messages, ended: 'closed' }));
    socket.addEventListener('error', (event) => {
      // Once the service has accepted us, breaking off is its answer, not the lack of one.
      if (opened) resolve({ messages, ended: 'closed' });
      else reject(asProbeError(`WebSocket ${url}`, event.error));
    });
    return promise.finally(() => {
      signal?.removeEventListener('abort', aborted);
      socket.close();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#agent.destroy(), this.#fresh.destroy()]);
  }
}

function asProbeError(what: string, error: unknown, begun = false): ProbeError {
  if (error instanceof ProbeError) return error;
  const { name, code, message } = (error ?? {}) as { name?: string; code?: string; message?: string };
  const timedOut = name === 'TimeoutError' || name === 'AbortError' || /TIMEOUT/.test(code ?? '');
  if (begun && !timedOut) return new ProbeError('cut-off', `${what}: the answer ended in the middle`, error);
  return timedOut
    ? new ProbeError('timeout', `${what}: no answer in time`, error)
    : new ProbeError('unreachable', `${what}: ${message || code || 'no connection'}`, error);
}
