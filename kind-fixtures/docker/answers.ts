import { get } from 'node:http';

const patienceMs = 2_000;

/** Whether a Docker engine answers there (`unix:///PATH` or `tcp://HOST:PORT`). */
export async function answers(host: string): Promise<boolean> {
  const url = URL.parse(host);
  if (url === null) return false;
  const where =
    url.protocol === 'unix:' ? { socketPath: url.pathname } : { host: url.hostname, port: url.port || 2375 };
  return new Promise((resolve) => {
    // One that wants TLS refuses the request, which is an answer too.
    const request = get({ ...where, path: '/_ping', timeout: patienceMs, agent: false }, (response) => {
      response.resume();
      resolve(true);
    });
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.once('error', () => resolve(false));
  });
}
