import { stringify } from 'yaml';
import { deadlineSeconds, engineInput } from '../drivers/k6-command.ts';
import type { LoadPlan } from '../plan.ts';
import type { LoadJobSpec, PodEnv } from '../pod-fleet.ts';
import { streamScript } from '../scripts/stream.ts';

export type TestRunOptions = {
  /** Of the TestRun and its ConfigMap: a DNS label of at most 40 characters, because the operator adds to it. */
  readonly name: string;
  readonly namespace?: string;
  /** Id of the run: it leads the ids of its requests. */
  readonly id: string;
  /** The image of k6 with our extension. */
  readonly image: string;
  /** How many runners. */
  readonly parallelism: number;
  /** The API key's variable among others, from a Secret. */
  readonly env?: readonly PodEnv[];
  /** Of each runner. */
  readonly resources?: LoadJobSpec['resources'];
  readonly labels?: Readonly<Record<string, string>>;
  /** How long a runner keeps its records after the end, unless it is told that they were read. */
  readonly lingerSeconds?: number;
};

/** The operator has 6565 for k6's own API. */
export const testRunPort = 6566;
/** Where the operator mounts the ConfigMap. */
const filesPath = '/test';
const filesMost = 1_000_000;

/**
 * A manifest for those who run k6-operator, of a version that knows `initializer.disabled` (its issue 657): a ConfigMap with the script and the
 * plan, and a `TestRun` of `k6.io/v1alpha1`. Each runner takes the share that the operator's `--execution-segment`
 * names. The operator does not read results: they stay in the runners' pods, at `GET :6566/records`, until `POST
 * :6566/ack` or the end of the linger; `readBack` makes a LoadResult of them. It has no gate, so runners begin as the
 * operator starts them, and their levels are not held together. Throws `RangeError` for what cannot be emitted.
 */
export function emitTestRun(plan: LoadPlan, options: TestRunOptions): string {
  const { name, namespace, image, parallelism, env = [], labels = {}, lingerSeconds = 600 } = options;
  if (!/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name))
    throw new RangeError(`${name} is not a DNS label of at most 40 characters`);
  const input = engineInput(plan, options.id);
  if ('problem' in input) throw new RangeError(input.problem);
  if (Buffer.byteLength(input.text) > filesMost)
    throw new RangeError(`the plan has more than the ${filesMost} bytes that a ConfigMap holds`);
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels: { 'app.kubernetes.io/name': 'seatrial-load', ...labels },
  };
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: { 'stream.js': streamScript, 'input.json': input.text },
  };
  const testRun = {
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata,
    spec: {
      parallelism,
      script: { configMap: { name, file: 'stream.js' } },
      arguments: '--no-usage-report --no-color --summary-mode=disabled --out=seatrial',
      // It needs a shell, and the image has none.
      initializer: { disabled: true },
      ports: [{ name: 'records', containerPort: testRunPort }],
      runner: {
        image,
        automountServiceAccountToken: 'false',
        env: [
          ...env.map(envOf),
          // The operator calls `k6` by its name, and the image has it at /k6.
          { name: 'PATH', value: '/' },
          { name: 'K6_AUTO_EXTENSION_RESOLUTION', value: 'false' },
          { name: 'SEATRIAL_INPUT', value: `${filesPath}/input.json` },
          { name: 'SEATRIAL_LISTEN', value: `:${testRunPort}` },
          { name: 'SEATRIAL_LINGER', value: `${lingerSeconds}s` },
          { name: 'SEATRIAL_SHARDS', value: String(parallelism) },
        ],
        resources: options.resources ?? {
          requests: { cpu: '500m', memory: '128Mi' },
          limits: { cpu: '2', memory: '512Mi' },
        },
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 65_532,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        containerSecurityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        // The operator's own would ask k6's API, which is gone while the records wait for their reader.
        livenessProbe: {
          httpGet: { path: '/healthz', port: testRunPort },
          failureThreshold: 6,
          initialDelaySeconds: 5,
        },
      },
    },
  };
  const notes = [
    `Load of ${plan.levels.length} level(s) by ${parallelism} k6 runner(s); over after at most ${deadlineSeconds(plan)} s from its start.`,
    'The results stay in the runners:',
    `  kubectl get pods -l k6_cr=${name},runner=true -o jsonpath='{.items[*].status.podIP}'`,
    `  curl http://POD:${testRunPort}/records > N.jsonl && curl -X POST http://POD:${testRunPort}/ack`,
  ];
  const head = notes.map((note) => `# ${note}\n`).join('');
  return `${head}${stringify(configMap, { lineWidth: 0 })}---\n${stringify(testRun, { lineWidth: 0 })}`;
}

const envOf = (variable: PodEnv) =>
  'value' in variable
    ? { name: variable.name, value: variable.value }
    : { name: variable.name, valueFrom: { secretKeyRef: { ...variable.secret } } };
