import type { CoreV1Event, V1ConfigMap, V1Pod, V1Secret } from '@kubernetes/client-node';
import { planted } from './planted.ts';

/** What must stay readable beside the secrets. */
export const uuid = '3f2b8c1e-5d4a-4f6b-9a7c-1e2d3c4b5a69';
export const commit = '9f2c1e7b8a6d5c4b3a2f1e0d9c8b7a6f5e4d3c2b';

const p = planted;
/** What the pod says before it dies. */
export const lines = [
  `2026-11-21T15:00:00Z INFO request ${uuid} served by ${commit} in 31 ms`,
  `upstream answered 401 to Authorization: Bearer ${p.bearer.value}`,
  `session ${p.jwt.value} opened`,
  p.pem.value,
  JSON.stringify({ level: 'debug', tls: p.pem.value }),
  `registry login {"auths":{"r.example.com":{"auth":"${Buffer.from(`bot:${p.docker.value}`).toString('base64')}"}}}`,
  `model key ${p.sk.value}`,
  `pull https://bot:${p.basic.value}@git.example.com/models.git`,
  `body {"apiKey":"${p.apiKey.value}","model":"sonic-3"}`,
  `body ${JSON.stringify(JSON.stringify({ client_secret: p.jsonEscaped.value }))}`,
  `callback ?token=${encodeURIComponent(p.urlEncoded.value)}&state=ok`,
  `${p.wrapped.value.slice(0, 24)}\n${p.wrapped.value.slice(24)}`,
  `using ${p.splitToken.value.slice(0, 28)}\n    ${p.splitToken.value.slice(28)} for speech`,
  `raw ${p.opaque.value}`,
  `json ${JSON.stringify({ a: JSON.stringify({ b: p.opaque.value }) })}`,
  `url ${encodeURIComponent(p.opaque.value)} form ${new URLSearchParams({ a: p.opaque.value })}`,
  `base64 ${Buffer.from(p.opaque.value).toString('base64')} longer ${Buffer.from(`u:${p.opaque.value};x`).toString('base64')}`,
  `hex ${Buffer.from(p.opaque.value).toString('hex')} short ${p.short.value}`,
  `dump ${p.binary.value} chart ${p.helm.value} ${p.manifest.value}`,
  'ERROR model load failed: CUDA out of memory on GPU 0 (79.1 GiB of 80 GiB), max_tokens=128',
];

const settings = `db:\n  host: db.internal\n  password: "${p.folded.value.slice(0, 20)}\\\n    ${p.folded.value.slice(20)}"\nlog: info\n`;
/** A chart with a Secret of its own. */
export const chart: Readonly<Record<string, string>> = {
  'Chart.yaml': `apiVersion: v2\nname: harbour\nversion: 1.2.3\nappVersion: "4.5.6"\n`,
  'templates/secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: from-chart\ndata:\n  session: {{ .Values.session.secret | b64enc }}\n`,
};

/** Its values, two of them secrets. */
export const values = {
  session: { secret: p.manifest.value },
  huggingface: { token: p.hf.value },
  upstream: { apiKey: p.helm.value },
  replicas: 2,
};

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const data = (texts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, base64(value)]));

const docker = {
  auths: {
    'r.example.com': { username: 'bot', password: p.docker.value, auth: base64(`bot:${p.docker.value}`) },
  },
};

export const secrets: readonly V1Secret[] = [
  {
    metadata: { name: 'keys' },
    data: {
      ...data({
        a: p.opaque.value,
        b: p.short.value,
        c: p.wrapped.value,
        d: p.urlEncoded.value,
        username: 'voiceuser',
      }),
      binary: p.binary.value,
    },
  },
  {
    metadata: { name: 'pull' },
    type: 'kubernetes.io/dockerconfigjson',
    data: data({ '.dockerconfigjson': JSON.stringify(docker) }),
  },
];

export const configMap: V1ConfigMap = {
  metadata: {
    name: 'settings',
    annotations: { 'ci/token': p.github.value, note: `session=${p.jwt.value}` },
  },
  data: {
    'app.yaml': settings,
    credentials: `[default]\naws_access_key_id = ${p.awsId.value}\naws_secret_access_key = ${p.awsSecret.value}\n`,
    'gcp.json': JSON.stringify(
      { type: 'service_account', project_id: 'voices', private_key: p.gcp.value },
      null,
      2,
    ),
    'tls.key': p.pem.value,
  },
};

/** A pod that says all that and dies with exit code 3. `image` has Node in it. */
export const podOf = (image: string): V1Pod => ({
  metadata: {
    name: 'worker-0',
    annotations: { 'last-config': JSON.stringify({ clientSecret: p.jsonEscaped.value }) },
  },
  spec: {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 1,
    containers: [
      {
        name: 'worker',
        image,
        imagePullPolicy: 'Never',
        command: [
          '/usr/local/bin/node',
          '-e',
          'process.stdout.write(process.env.LINES, () => process.exit(3))',
        ],
        args: ['--', '--token', p.argument.value, '--port', '8080'],
        env: [
          { name: 'LINES', value: `${lines.join('\n')}\n` },
          { name: 'DATABASE_URL', value: `postgres://app:${p.dsn.value}@db.internal:5432/voices` },
          { name: 'ADMIN_PASSWORD', value: p.password.value },
          {
            name: 'STORAGE',
            value: `DefaultEndpointsProtocol=https;AccountName=voices;AccountKey=${p.azure.value};EndpointSuffix=core.windows.net`,
          },
        ],
      },
    ],
  },
});

export const eventOf = ({ metadata }: V1Pod): CoreV1Event => ({
  metadata: { name: `${metadata!.name}.planted` },
  involvedObject: {
    kind: 'Pod',
    name: metadata!.name!,
    namespace: metadata!.namespace!,
    uid: metadata!.uid!,
  },
  type: 'Warning',
  reason: 'ModelPullFailed',
  message: `pull of sonic-3 with ${p.nvapi.value} failed: 403; told ${p.slack.value}`,
});
