import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A certificate for tests, made here because no library that we have can choose its dates. */
export interface IssuedCertificate {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateOrder {
  readonly commonName: string;
  /** Subject alternative names. */
  readonly names?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Who signs; left out: itself. */
  readonly authority?: TestAuthority;
  readonly isAuthority?: boolean;
}

const day = 86_400_000;

/** Issues an EC P-256 certificate (RFC 5280), valid from yesterday for 90 days unless told. */
export function issueCertificate(order: CertificateOrder): IssuedCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    certificate: certify(order, publicKey, order.authority?.signer ?? privateKey),
    key: pem(privateKey),
  };
}

/** A certificate authority of a test. */
export class TestAuthority {
  readonly commonName: string;
  readonly certificate: string;
  readonly signer: KeyObject;

  constructor(commonName: string) {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.commonName = commonName;
    this.signer = privateKey;
    this.certificate = certify({ commonName, isAuthority: true }, publicKey, privateKey);
  }
}

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

function certify(order: CertificateOrder, subjectKey: KeyObject, signer: KeyObject): string {
  const { commonName, names = [], authority, isAuthority = false } = order;
  const notBefore = order.notBefore ?? new Date(Date.now() - day);
  const notAfter = order.notAfter ?? new Date(notBefore.getTime() + 91 * day);
  const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
  const constraints = extension(
    '551d13',
    sequence(...(isAuthority ? [tlv(0x01, Buffer.from([0xff]))] : [])),
    true,
  );
  const alternatives = names.map((name) => tlv(0x82, Buffer.from(name)));
  const body = sequence(
    tlv(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    distinguished(authority?.commonName ?? commonName),
    sequence(time(notBefore), time(notAfter)),
    distinguished(commonName),
    subjectKey.export({ type: 'spki', format: 'der' }),
    tlv(
      0xa3,
      sequence(constraints, ...(names.length > 0 ? [extension('551d11', sequence(...alternatives))] : [])),
    ),
  );
  const signature = tlv(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, signer)]));
  const der = sequence(body, ecdsaWithSha256, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${der.match(/.{1,64}/g)!.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function tlv(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Buffer[]): Buffer => tlv(0x30, Buffer.concat(parts));
const integer = (content: Buffer): Buffer => tlv(0x02, content);
const oid = (hex: string): Buffer => tlv(0x06, Buffer.from(hex, 'hex'));
const distinguished = (commonName: string): Buffer =>
  sequence(tlv(0x31, sequence(oid('550403'), tlv(0x0c, Buffer.from(commonName)))));
const time = (at: Date): Buffer =>
  tlv(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
const extension = (id: string, content: Buffer, critical = false): Buffer =>
  sequence(oid(id), ...(critical ? [tlv(0x01, Buffer.from([0xff]))] : []), tlv(0x04, content));
