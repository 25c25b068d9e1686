/** One secret that a test plants, and where. */
export interface Planted {
  readonly kind: string;
  readonly value: string;
  /** Pieces that would betray it where it stands in two halves. */
  readonly pieces?: readonly string[];
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** The same letters for the same seed, as random as a secret's. */
function word(seed: number, length: number, alphabet = letters): string {
  let state = seed * 2_654_435_761;
  return Array.from({ length }, () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 374_761_393) >>> 0;
    return alphabet[state % alphabet.length];
  }).join('');
}

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const hex = '0123456789abcdef';
const pemBody = Array.from({ length: 5 }, (_, line) => `MII${word(90 + line, 61)}`).join('\n');
const gcpBody = Array.from({ length: 4 }, (_, line) => `MIIE${word(80 + line, 60)}`).join('\n');
const pem = (body: string, kind = 'RSA PRIVATE KEY') =>
  `-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----\n`;
const wrapped = word(18, 48);
const folded = word(19, 40);
const split = `sk-proj-${word(20, 40)}`;

/** At least fifteen kinds of secrets, each with a value of its own. */
export const planted = {
  bearer: { kind: 'bearer token', value: word(1, 36) },
  jwt: { kind: 'JWT', value: `eyJhbGciOiJIUzI1NiJ9.eyJ${word(2, 40)}.${word(3, 43)}` },
  pem: { kind: 'PEM private key', value: pem(pemBody), pieces: pemBody.split('\n') },
  dsn: { kind: 'DSN with a password', value: word(4, 14) },
  docker: { kind: 'dockerconfigjson', value: `${word(5, 10)}+/=${word(6, 6)}` },
  awsId: { kind: 'AWS access key', value: `AKIA${word(7, 16, upper)}` },
  awsSecret: { kind: 'AWS secret key', value: `${word(8, 20)}/${word(9, 19)}` },
  gcp: { kind: 'GCP service account', value: pem(gcpBody, 'PRIVATE KEY'), pieces: gcpBody.split('\n') },
  azure: { kind: 'Azure connection string', value: `${word(10, 84)}==` },
  sk: { kind: 'sk- token', value: `sk-${word(11, 40)}` },
  hf: { kind: 'hf_ token', value: `hf_${word(12, 34)}` },
  nvapi: { kind: 'nvapi- key', value: `nvapi-${word(13, 60)}` },
  github: { kind: 'GitHub token', value: `ghp_${word(14, 36)}` },
  slack: { kind: 'Slack token', value: `xoxb-${word(15, 12, '0123456789')}-${word(16, 24)}` },
  basic: { kind: 'basic auth address', value: `pw${word(17, 12)}` },
  wrapped: {
    kind: 'Secret’s value wrapped over log lines',
    value: wrapped,
    pieces: [wrapped.slice(0, 24), wrapped.slice(24)],
  },
  folded: { kind: 'value folded in YAML', value: folded, pieces: [folded.slice(0, 20), folded.slice(20)] },
  splitToken: {
    kind: 'unknown token over two log lines',
    value: split,
    pieces: [split.slice(0, 28), split.slice(28)],
  },
  opaque: { kind: 'Secret’s value in every spelling', value: `p@ss w0rd "${word(21, 8)}" 100%/+` },
  short: { kind: 'short Secret’s value', value: 'Zx7!qP' },
  apiKey: { kind: 'JSON apiKey', value: word(22, 24) },
  password: { kind: 'env PASSWORD=', value: 'correcthorse' },
  urlEncoded: { kind: 'URL-encoded', value: `a/${word(23, 12)}=&b` },
  jsonEscaped: { kind: 'JSON-escaped', value: `q"${word(24, 12)}\\x` },
  argument: { kind: 'argument after its flag', value: word(25, 20) },
  helm: { kind: 'Helm value', value: word(26, 22) },
  manifest: { kind: 'Secret in Helm’s manifest', value: word(27, 22) },
  binary: { kind: 'binary Secret', value: Buffer.from(word(28, 64, hex), 'hex').toString('base64') },
} as const satisfies Record<string, Planted>;

export const plants: readonly Planted[] = Object.values(planted);

/** Spellings that betray a value; written apart from the redaction, so that one error cannot hide in both. */
export function betrayals({ value, pieces = [] }: Planted): string[] {
  const bytes = Buffer.from(value);
  const json = JSON.stringify(value).slice(1, -1);
  const all = [
    value,
    value.trim(),
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(value),
    encodeURIComponent(value).toLowerCase(),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    // Inside a longer base64 text, less the ends that hang on its neighbours.
    ...[1, 2].map((before) =>
      Buffer.concat([Buffer.alloc(before), bytes])
        .toString('base64')
        .slice(4, -4),
    ),
    ...pieces,
  ];
  return [...new Set(all)].filter((text) => text.length >= 6);
}
