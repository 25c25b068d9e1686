import { once } from 'node:events';
import { createServer as createPlain } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { type AddressInfo, createServer as createSocketServer, type Server } from 'node:net';
import { describe, expect, test } from 'vitest';
import { SystemNetwork } from './system-network.ts';
import { type CertificateOrder, issueCertificate, TestAuthority } from './testing/certificates.ts';
import { startNameServer } from './testing/name-server.ts';

const network = new SystemNetwork();
const name = 'api.cartesia.example';
const authority = new TestAuthority('Test authority');
const authorities = [authority.certificate];
const past = (days: number) => new Date(Date.now() - days * 86_400_000);

async function listening(server: Server): Promise<AsyncDisposable & { port: number }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
}

/** An HTTPS server on loopback that answers with the headers it was sent. */
const secure = (order: Partial<CertificateOrder> = {}, tls: object = {}) => {
  const { certificate, key } = issueCertificate({ commonName: name, names: [name], authority, ...order });
  return listening(
    createSecure({ cert: certificate, key, ...tls }, (request, response) =>
      response.end(JSON.stringify({ path: request.url, ...request.headers })),
    ),
  );
};

const handshake = (port: number, over: object = {}) =>
  network.handshake({ host: '127.0.0.1', port, serverName: name, authorities, ...over });

describe('a handshake with a real server', () => {
  test('tells protocol, chain, dates and trust', async () => {
    const notAfter = new Date('2036-01-02T03:04:05.000Z');
    await using server = await secure({ notAfter });
    expect(await handshake(server.port)).toMatchObject({
      protocol: 'TLSv1.3',
      distrust: null,
      chain: [
        { subject: name, issuer: 'Test authority', names: [name], notAfter: notAfter.toISOString() },
        { subject: 'Test authority' },
      ],
    });
  });

  test.each<[string, Partial<CertificateOrder>, object, string]>([
    ['expired', { notBefore: past(90), notAfter: past(1) }, {}, 'CERT_HAS_EXPIRED'],
    ['not yet valid', { notBefore: past(-1), notAfter: past(-90) }, {}, 'CERT_NOT_YET_VALID'],
    ['for another name', { names: ['other.example'] }, {}, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['of an authority that nobody named', {}, { authorities: [] }, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ])('says of a certificate that it is %s, and goes on', async (_, order, over, distrust) => {
    await using server = await secure(order);
    expect(await handshake(server.port, over)).toMatchObject({ distrust });
  });

  test('is refused by a server that begins at TLS 1.2', async () => {
    await using server = await secure({}, { minVersion: 'TLSv1.2' });
    expect(await handshake(server.port, { maxVersion: 'TLSv1.1' })).toBeNull();
  });

  test.each(['TLSv1', 'TLSv1.1'] as const)('finds a server that still takes %s', async (maxVersion) => {
    await using server = await secure({}, { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' });
    expect(await handshake(server.port, { maxVersion })).toMatchObject({ protocol: maxVersion });
  });

  test('is no answer where nobody listens', async () => {
    const server = await secure();
    await server[Symbol.asyncDispose]();
    await expect(handshake(server.port)).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('says that the authorities are not in PEM', async () => {
    await using server = await secure();
    await expect(handshake(server.port, { authorities: ['-----BEGIN CERTIFICATE-----\nx'] })).rejects.toThrow(
      /authorities/,
    );
  });
});

describe('a GET through an address', () => {
  test('names the host in SNI and in the request', async () => {
    await using server = await secure();
    const answer = await network.get({
      scheme: 'https',
      address: '127.0.0.1',
      port: server.port,
      name,
      path: '/status',
      headers: { 'x-api-key': 'k' },
      authorities,
    });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ path: '/status', host: name, 'x-api-key': 'k' });
  });

  test('sends nothing to a server that is not trusted', async () => {
    let asked = 0;
    const { certificate, key } = issueCertificate({ commonName: name, names: [name] });
    await using server = await listening(
      createSecure({ cert: certificate, key }, (_, response) => {
        asked++;
        response.end();
      }),
    );
    const request = { scheme: 'https', address: '127.0.0.1', port: server.port, name, path: '/' } as const;
    await expect(network.get(request)).rejects.toMatchObject({ code: 'unreachable' });
    expect(asked).toBe(0);
  });

  test('does not follow a redirect', async () => {
    await using server = await listening(
      createPlain((request, response) =>
        response.writeHead(301, { location: `https://${request.headers.host}/` }).end(),
      ),
    );
    expect(
      await network.get({ scheme: 'http', address: '127.0.0.1', port: server.port, name, path: '/' }),
    ).toMatchObject({ status: 301, headers: { location: `https://${name}/` } });
  });
});

describe('a connection', () => {
  test('is open, or refused', async () => {
    const server = await listening(createSocketServer());
    expect(await network.connect('127.0.0.1', server.port, 2000)).toMatchObject({ open: true });
    await server[Symbol.asyncDispose]();
    expect(await network.connect('127.0.0.1', server.port, 2000)).toMatchObject({
      open: false,
      refused: true,
    });
  });
});

describe('a name', () => {
  test('resolves to all its addresses, or does not exist', async () => {
    await using server = await startNameServer({ [name]: ['192.0.2.1', '192.0.2.2'] });
    const own = new SystemNetwork([server.address]);
    expect(await own.resolve(name)).toEqual(['192.0.2.1', '192.0.2.2']);
    expect(await own.resolve('other.example')).toEqual([]);
    expect(await own.resolve('192.0.2.7')).toEqual(['192.0.2.7']);
  });

  test('is unknown, not missing, where no resolver answers', async () => {
    const server = await startNameServer({});
    await server[Symbol.asyncDispose]();
    await expect(new SystemNetwork([server.address]).resolve(name)).rejects.toMatchObject({
      code: 'unreachable',
    });
  });
});
