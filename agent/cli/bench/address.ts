import { CliError } from '../errors.ts';

/**
 * The base URL of a service as the load engine takes it. A `ws(s)` address is its `http(s)` one, and what people
 * paste as an API's base (`…/v1`) or whole address (`…/v1/chat/completions`) loses the part that the protocol's
 * own path brings again.
 * @throws CliError (`usage`)
 */
export function baseUrl(given: string, path: string, option = '--url'): string {
  const url = URL.parse(given.replace(/^ws(s?):/i, 'http$1:'));
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw new CliError('usage', `${option} takes an address such as http://localhost:8000, not ${given}.`);
  const have = segments(url.pathname);
  const brings = segments(path);
  let shared = Math.min(have.length, brings.length);
  while (shared > 0 && have.slice(-shared).join('/') !== brings.slice(0, shared).join('/')) shared--;
  url.pathname = have.slice(0, have.length - shared).join('/');
  url.search = '';
  url.hash = '';
  return url.href.replace(/\/$/, '');
}

const segments = (path: string): string[] => path.split('/').filter(Boolean);
