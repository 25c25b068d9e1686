import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { credentialsFor } from './docker-config.ts';
import { HttpRegistry } from './http-registry.ts';
import { imageName } from './image-name.ts';

/** A registry on loopback that gives manifests only for its own tokens, and tokens for `team` only to its owner. */
let server: Server;
let host: string;
const good = `Basic ${Buffer.from('puller:secret').toString('base64')}`;

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url!, `http://${host}`);
    const end = (status: number, headers = {}, body = '') => response.writeHead(status, headers).end(body);
    if (url.pathname === '/token') {
      const { authorization } = request.headers;
      if (authorization !== undefined && authorization !== good) return end(401);
      const token = authorization === good ? 'owner' : 'anybody';
      return end(200, {}, JSON.stringify({ token: `${token} ${url.searchParams.get('scope')}` }));
    }
    const [, repository, tag] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(url.pathname) ?? [];
    const who = request.headers.authorization;
    const realm = `Bearer realm="http://${host}/token",service="test",scope="repository:${repository}:pull"`;
    const asOwner = who === `Bearer owner repository:${repository}:pull`;
    const allowed = repository?.startsWith('team/') ? asOwner : who?.startsWith('Bearer ');
    if (!allowed) return end(401, { 'www-authenticate': realm });
    if (tag === 'broken') return end(500);
    return tag === 'v1' ? end(200, { 'docker-content-digest': 'sha256:abc' }) : end(404);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe('HttpRegistry', () => {
  const ask = (image: string, password?: string) =>
    new HttpRegistry().find(
      `${host}/${image}`,
      password === undefined ? undefined : { username: 'puller', password },
    );

  test.each([
    ['with an anonymous token', 'open/app:v1', undefined, { there: true, digest: 'sha256:abc' }],
    ['with credentials', 'team/app:v1', 'secret', { there: true, digest: 'sha256:abc' }],
    ['a missing tag', 'open/app:v2', undefined, { there: false, why: 'missing' }],
    ['without credentials', 'team/app:v1', undefined, { there: false, why: 'refused' }],
    ['with a wrong password', 'team/app:v1', 'wrong', { there: false, why: 'refused' }],
  ])('answers %s', async (_, image, password, expected) => {
    expect(await ask(image, password)).toMatchObject(expected);
  });

  test('could not tell where the registry breaks or is away', async () => {
    await expect(ask('open/app:broken')).rejects.toMatchObject({ code: 'server-error' });
    await expect(new HttpRegistry().find('127.0.0.1:1/app:v1')).rejects.toMatchObject({
      code: 'unreachable',
    });
  });

  test('gives no credentials to a realm that is not encrypted', async () => {
    const asked: string[] = [];
    const fetcher = (async (url: string) => {
      asked.push(url);
      return new Response(null, {
        status: 401,
        headers: { 'www-authenticate': 'Bearer realm="http://elsewhere/token"' },
      });
    }) as unknown as typeof fetch;
    const credentials = { username: 'a', password: 'b' };
    const answer = await new HttpRegistry(fetcher).find('ghcr.io/a/b:1', credentials);
    expect(answer).toMatchObject({ there: false, why: 'refused' });
    expect(asked).toEqual(['https://ghcr.io/v2/a/b/manifests/1']);
  });
});

test.each([
  ['nginx', 'docker.io/library/nginx:latest'],
  ['bitnami/redis:7', 'docker.io/bitnami/redis:7'],
  ['localhost:5000/a/b:v1', 'localhost:5000/a/b:v1'],
  ['localhost/seatrial/x:v1', 'localhost/seatrial/x:v1'],
  ['ghcr.io/a/b:v1@sha256:00', 'ghcr.io/a/b@sha256:00'],
])('reads %s', (image, full) => expect(imageName(image).full).toBe(full));

test.each([
  ['us-docker.pkg.dev/a/b/c:1', { username: '_json_key', password: 'k:ey' }],
  ['us-docker.pkg.dev/special/c:1', { username: 'special', password: 's' }],
  ['nginx', { username: 'hub', password: 'h' }],
  ['x.azurecr.io/a', { username: 'az', password: 'z' }],
  ['quay.io/a/b', null],
])('finds the credentials for %s', (image, expected) => {
  const auth = Buffer.from('_json_key:k:ey').toString('base64');
  const config = JSON.stringify({
    auths: {
      'us-docker.pkg.dev': { auth },
      'https://us-docker.pkg.dev/special': { username: 'special', password: 's' },
      'https://index.docker.io/v1/': { username: 'hub', password: 'h' },
      '*.azurecr.io': { username: 'az', password: 'z' },
    },
  });
  expect(credentialsFor(image, config)).toEqual(expected);
  expect(credentialsFor(image, 'not JSON')).toBeNull();
});
