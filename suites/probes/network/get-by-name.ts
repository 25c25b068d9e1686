import { request as plain } from 'node:http';
import { request as secure } from 'node:https';
import { isIP } from 'node:net';
import { ProbeError } from '../probe-error.ts';
import type { NamedAnswer, NamedRequest } from './probe.ts';
import { trusting } from './trusting.ts';

const answerMs = 10_000;
const mostBytes = 4096;

/** A GET on a connection of its own, closed with its answer. */
export async function getByName(asked: NamedRequest): Promise<NamedAnswer> {
  const { scheme, address, port, name, path, headers, authorities, signal } = asked;
  const { promise, resolve, reject } = Promise.withResolvers<NamedAnswer>();
  const what = `GET ${scheme}://${name}${path} at ${address}:${port}`;
  const limit = AbortSignal.timeout(answerMs);
  const options = {
    host: address,
    port,
    path,
    headers: { ...headers, host: name },
    agent: false,
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
    ...(scheme === 'https' && {
      ...(isIP(name) === 0 && { servername: name }),
      ...trusting(authorities),
    }),
  };
  const request = (scheme === 'https' ? secure : plain)(options, (response) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const done = () =>
      resolve({
        status: response.statusCode ?? 0,
        headers: Object.fromEntries(
          Object.entries(response.headers).map(([key, value]) => [key, String(value)]),
        ),
        body: Buffer.concat(chunks).subarray(0, mostBytes).toString(),
      });
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= mostBytes) done();
    });
    response.once('end', done);
    response.once('error', (error) => reject(asProbeError(what, error, true)));
  });
  request.once('error', (error) => reject(asProbeError(what, error, false)));
  request.end();
  return promise.finally(() => request.destroy());
}

function asProbeError(what: string, error: NodeJS.ErrnoException, begun: boolean): ProbeError {
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return new ProbeError('timeout', `${what}: no answer in time`, error);
  return new ProbeError(begun ? 'cut-off' : 'unreachable', `${what}: ${error.code ?? error.message}`, error);
}
