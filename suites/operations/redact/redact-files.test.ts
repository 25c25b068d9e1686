import { describe, expect, test } from 'vitest';
import { redactFiles, type SourceFile } from './redact-files.ts';

const clean = async (
  content: string | object,
  known: string[] = [],
  path = 'a.log',
  names: string[] = [],
) => {
  const files: SourceFile[] = [{ path, content }];
  const redacted = await redactFiles(files, {
    known: known.map((value) => ({ value, redactor: 'secret-value' })),
    names: new Set(names),
  });
  return { text: redacted.files[0]!.text, report: redacted.report };
};

const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';
const pem = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEowIBAAKCAQEAx7Qf3kZ0b9JtYw1cVd5sN8gXhE2rTmUaLpKiOzQyWuBvCnDe\n'.repeat(3)}Zm9vYmFy\n-----END RSA PRIVATE KEY-----`;

describe('a secret by shape or name goes', () => {
  test.for<[name: string, text: string, secret: string]>([
    ['bearer', 'Authorization: Bearer abcDEF0123456789xyz', 'abcDEF0123456789xyz'],
    ['jwt', `got ${jwt} from the client`, jwt],
    ['pem', `key:\n${pem}\nafter`, 'MIIEowIBAAKCAQEA'],
    ['pem in JSON', JSON.stringify({ k: pem }), 'MIIEowIBAAKCAQEA'],
    ['pem whose beginning is gone', pem.split('\n').slice(1).join('\n'), 'MIIEowIBAAKCAQEA'],
    ['dsn', 'connect postgres://app:s3cr%21tPw@db.internal:5432/voices failed', 's3cr%21tPw'],
    ['dsn with an @ inside', 'redis://:p@ss/word9@cache:6379/0', 'word9'],
    ['encoded dsn', 'next=postgres%3A%2F%2Fapp%3Ahunter2pw%40db%2Fx', 'hunter2pw'],
    ['mysql dsn', 'root:Pa55wd@tcp(db:3306)/x', 'Pa55wd'],
    ['aws', 'id AKIAIOSFODNN7EXAMPLE key wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'wJalrXUtnFEMI'],
    [
      'azure',
      'AccountName=x;AccountKey=Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmE=;Suffix=core',
      'Zm9vYmFyYmF6',
    ],
    ['sk-', 'using sk-proj-4fT9aaaaBBBBccccDDDD', 'sk-proj-4fT9'],
    ['hf_', 'HF hf_QwErTyUiOpAsDfGhJkLzXcVbNm1234567', 'hf_QwErTy'],
    ['nvapi-', 'nvapi-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789', 'nvapi-AbCd'],
    ['github', 'ghp_0123456789abcdefghijABCDEFGHIJ012345', 'ghp_0123'],
    ['slack', 'xoxb-123456789012-abcdefghijkl', 'xoxb-1234'],
    ['basic auth address', 'GET https://user:Tr0ub4dor@registry.example.com/v2/', 'Tr0ub4dor'],
    ['JSON key', '{"apiKey":"q1w2e3r4t5y6"}', 'q1w2e3r4t5y6'],
    ['escaped JSON key', '"msg":"{\\"apiKey\\":\\"q1w2e3r4t5y6\\"}"', 'q1w2e3r4t5y6'],
    ['env', 'export DB_PASSWORD=zebra!', 'zebra!'],
    ['flag', 'run --api-token q1w2e3r4t5 --port 80', 'q1w2e3r4t5'],
    ['header', 'x-api-key: 8f7d6s5a4d3f2g1h', '8f7d6s5a4d3f2g1h'],
    [
      'base64 of a dsn',
      `blob ${Buffer.from('redis://:hunter22@cache').toString('base64')}`,
      'cmVkaXM6Ly86aHVudGVyMjJAY2FjaGU',
    ],
    ['wrapped token', 'token sk-proj-4fT9aaaaBBBB\n    ccccDDDD9zz9 end', 'ccccDDDD9zz9'],
    [
      'stamped wrapped token',
      '2026-11-21T15:00:00.1Z hf_QwErTyUiOpAsDfGhJk\n2026-11-21T15:00:00.2Z LzXcVbNm1234567\n',
      'LzXcVbNm1234567',
    ],
    ['coloured', '\u001b[32mhf_QwErTyUiOpAsDfGhJkLzXcVbNm1234567\u001b[0m', 'hf_QwErTy'],
    ['coloured in JSON', '{"m":"\\u001b[32mhf_QwErTyUiOpAsDfGhJkLzXcVbNm1234567"}', 'hf_QwErTy'],
    ['token after an escaped line break', '{"m":"key\\nhf_QwErTyUiOpAsDfGhJkLzXcVbNm1234567"}', 'hf_QwErTy'],
    ['jwt in a query', `next%3D${jwt}`, jwt],
    ['name after an escaped line break', '"a\\nPASS=zebra99"', 'zebra99'],
    [
      'base64 after an escaped line break',
      `"a\\n${Buffer.from('redis://:hunter22@cache').toString('base64')}"`,
      'cmVkaXM6Ly86',
    ],
    ['XML', '<db><dbPassword>zebra99</dbPassword></db>', 'zebra99'],
    ['curl', 'curl -sS -u bot:zebra99 https://x', 'zebra99'],
    ['Python', "{'password': 'zebra99', 'port': 1}", 'zebra99'],
    ['cookie', 'Set-Cookie: sid=a8f7d6e5c4; Path=/', 'a8f7d6e5c4'],
    ['query', 'GET /x?api_key=a8f7d6e5c4&page=2', 'a8f7d6e5c4'],
    ['properties', 'spring.datasource.password=zebra99', 'zebra99'],
    ['kubeconfig', 'client-key-data: LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0t', 'LS0tLS1CRUdJTiBFQ'],
    ['ODBC', 'Server=db;Uid=app;Pwd=ze;bra99;Encrypt=yes', 'ze;bra99'],
    ['ODBC in capitals', 'SERVER=db;UID=app;PWD=zebra99;', 'zebra99'],
  ])('%s', async ([, text, secret]) => {
    expect(text).toContain(secret);
    const { text: kept, report } = await clean(text);
    expect(kept).not.toContain(secret);
    expect(report.length).toBeGreaterThan(0);
  });

  test('in documents: pairs, next arguments, JSON in strings, folded YAML', async () => {
    const document = {
      env: [{ name: 'ADMIN_PASSWORD', value: 'quokka' }],
      args: ['--token', 'zz9pluralzalpha'],
      annotations: { last: JSON.stringify({ clientSecret: 'n0tSoS3cret' }) },
      data: { 'app.yaml': 'db:\n  password: "abcDEF123\\\n    ghiJKL456"\n' },
    };
    const { text, report } = await clean(document, [], 'a.json');
    for (const secret of ['quokka', 'zz9pluralzalpha', 'n0tSoS3cret', 'abcDEF123', 'ghiJKL456'])
      expect(text).not.toContain(secret);
    expect(JSON.parse(text).env[0].name).toBe('ADMIN_PASSWORD');
    expect(report.every(({ line, charactersRemoved }) => line > 1 && charactersRemoved > 0)).toBe(true);
  });
});

test('a password that is a plain word goes wherever it stands alone', async () => {
  const files = [
    { path: 'a.json', content: { env: [{ name: 'DB_PASSWORD', value: 'albatross' }] } },
    { path: 'b.log', content: 'login with albatross failed, albatrosses fly' },
  ];
  const { files: clean } = await redactFiles(files, { known: [], names: new Set() });
  expect(clean[1]!.text).toBe('login with <redacted:password> failed, albatrosses fly');
});

describe('a known value goes, however it is written', () => {
  const secret = 'p@ss "w0rd"/+=ü!';
  test.for<[string, string]>([
    ['raw', `x${secret}y`],
    ['JSON', JSON.stringify({ a: secret })],
    ['JSON in JSON', JSON.stringify({ a: JSON.stringify({ b: secret }) })],
    ['URL', encodeURIComponent(secret)],
    ['form', new URLSearchParams({ a: secret }).toString()],
    ['base64', Buffer.from(secret).toString('base64')],
    ['base64 with a neighbour', Buffer.from(`user:${secret}`).toString('base64')],
    ['base64url', Buffer.from(`ab${secret}`).toString('base64url')],
    ['hex', Buffer.from(secret).toString('hex')],
    ['over two lines', `${secret.slice(0, 9)}\n      ${secret.slice(9)}`],
    ['folded in YAML', `${secret.slice(0, 9)}\\\n      ${secret.slice(9)}`],
    ['wrapped base64', Buffer.from(secret.repeat(5)).toString('base64').replace(/.{20}/g, '$&\n')],
  ])('%s', async ([, text]) => {
    expect((await clean(`before ${text} after`, [secret])).text).toMatch(
      /^before .*<redacted:[\s\S]* after$/,
    );
  });

  test('also a short one, but not inside other words; a name of a thing stays', async () => {
    const { text } = await clean('abc123 xabc123x cartesia', ['abc123', 'cartesia'], 'a.log', ['cartesia']);
    expect(text).toBe('<redacted:secret-value> xabc123x cartesia');
  });
});

test('what an engineer needs stays', async () => {
  const lines = [
    '2026-11-21T15:00:00.123456789Z ERROR worker-0 exit code 137 (OOMKilled)',
    'image registry.example.com:5000/cartesia/api@sha256:4b825dc642cb6eb9a060e54bf8d69288fbee4904b3c1d7c9f1b5a7c2d3e4f5a6',
    'request 123e4567-e89b-12d3-a456-426614174000 took 31 ms, trace 4bf92f3577b34da6a3ce929d0e0e4736',
    'max_tokens=128 tokens: 42 token_count=7 wordcab_llm_tokens_total 9',
    'error: invalid token: unexpected end of input',
    'password: incorrect, authentication failed for user app',
    'secretName: cartesia-tls automountServiceAccountToken: true imagePullSecrets: registry',
    'key: nvidia.com/gpu, topologyKey: kubernetes.io/hostname PWD=/app',
    'git 9f2c1e7b8a6d5c4b3a2f1e0d9c8b7a6f5e4d3c2b replicaset cartesia-api-7f9c6d5b8-x2x4z',
    'http://10.0.0.9:8080/healthz postgres://db.internal:5432/voices GET /v1/models?limit=5',
    'sonic-20260610 v0.3.1-cuda12-default 503 Retry-After: 120',
    'goroutine 1 [running]: main.main() /src/cmd/api/main.go:42 +0x1d',
    'hf_hub_download failed, risk-based task-force sk-learn',
    'user admin logged in, pass 2 of 3 passed, author: anna, keyboard: us, monkey: 3, tokenizer: bpe',
    '<nil> <secretName>x</secretName> run -u 1000:1000 sk-learn 0.3.1 token bucket refilled at 10/s',
    '"key":"value","primaryKey":"id","public_key":"ssh-ed25519 AAAA","keyspace":"prod","hotkey":"k"',
    'basic requirements missing, bearer of bad news',
  ].join('\n');
  const { text, report } = await clean(lines, ['s3cretValue!']);
  expect(report).toEqual([]);
  expect(text).toBe(lines);
});

test('the line after a secret keeps its first word', async () => {
  const { text } = await clean(
    'token: 8F7D66AA12BB\nreq-1a2b3c4d started\npassword=zebra99\nworker-0a1b ready',
  );
  expect(text).toBe(
    'token: <redacted:named-secret>\nreq-1a2b3c4d started\npassword=<redacted:password>\nworker-0a1b ready',
  );
  const stamped = 'token: 8F7D66AA12BB\n2026-11-21T15:00:00.1Z req-1a2b3c4d started';
  expect((await clean(stamped)).text).toContain('Z req-1a2b3c4d started');
});

test('the report names redactor, file, line and length; lines keep their numbers', async () => {
  const { text, report } = await clean(`one\n${pem}\nlast password=zebra99`);
  const end = 1 + pem.split('\n').length + 1;
  expect(text.split('\n')[end - 1]).toBe('last password=<redacted:password>');
  expect(report).toEqual([
    { redactor: 'private-key', file: 'a.log', line: 2, charactersRemoved: pem.length },
    { redactor: 'password', file: 'a.log', line: end, charactersRemoved: 7 },
  ]);
});
