import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { buildPrograms } from '../../kind-fixtures/toolchain/build.ts';
import type { Rule } from './rules.ts';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly Rule[];
  readonly spec: {
    readonly strategy: object;
    readonly template: {
      readonly spec: {
        readonly securityContext: object;
        readonly containers: readonly [Record<string, unknown>];
      };
    };
  };
}

const chart = fileURLToPath(new URL('../chart', import.meta.url));
let helm: string;
beforeAll(async () => {
  helm = (await buildPrograms(['helm'])).helm;
});

const run = (args: string[], values: object = {}): string =>
  execFileSync(helm, [...args, '--values', '-'], {
    input: JSON.stringify(values),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
  });

function render(values: object): Manifest[] {
  const text = run(
    ['template', 'seatrial', chart, '--namespace', 'seatrial', '--kube-version', 'v1.34.4'],
    values,
  );
  return parseAllDocuments(text).flatMap((document) => (document.toJS() as Manifest | null) ?? []);
}

const rulesIn = (manifests: Manifest[]) =>
  manifests.flatMap(({ kind, metadata, rules = [] }) =>
    rules.map((rule) => ({
      kind,
      namespace: metadata.namespace ?? 'seatrial',
      name: metadata.name,
      ...rule,
    })),
  );

describe('the chart', () => {
  it('is of the version that it installs', async () => {
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(parse(await readFile(`${chart}/Chart.yaml`, 'utf8'))).toMatchObject({
      version,
      appVersion: version,
    });
  });

  it('passes lint', () => {
    expect(run(['lint', chart])).toContain('0 chart(s) failed');
  });

  it('gives the agent no Secret, no wildcard and no cluster-wide right but to see what has no namespace, and Prometheus servers', () => {
    const rules = rulesIn(render({ watchNamespaces: ['a', 'b'] }));
    expect(new Set(rules.map(({ namespace }) => namespace))).toEqual(new Set(['a', 'b', 'seatrial']));
    expect(rules.filter(({ resources }) => resources.includes('secrets'))).toEqual([]);
    expect(JSON.stringify(rules)).not.toContain('*');
    const wide = rules.filter(({ kind }) => kind === 'ClusterRole');
    expect(wide.map(({ resources, verbs }) => [resources, verbs])).toEqual([
      [['namespaces'], ['get']],
      [['nodes'], ['list']],
      [['prometheuses'], ['list']],
      [['storageclasses'], ['list']],
    ]);
    expect(rulesIn(render({ readNodes: false })).some(({ kind }) => kind === 'ClusterRole')).toBe(false);
  });

  it('gives Helm its Secrets only where rollbacks are allowed, and a named one only by its name', () => {
    const rules = rulesIn(render({ rollback: { enabled: true }, secrets: ['key'] }));
    const secrets = rules.filter(({ resources }) => resources.includes('secrets'));
    expect(secrets.map(({ name, verbs }) => [name, verbs])).toEqual([
      ['seatrial-agent', ['get', 'list']],
      ['seatrial-agent', ['get']],
      ['seatrial-rollback', ['create', 'delete', 'get', 'list', 'update']],
    ]);
    expect(secrets[1]).toMatchObject({ resourceNames: ['key'] });
  });

  it('gives the agent what a user grants for checks of their own, in the watched namespaces, to read alone', () => {
    const queues = { apiGroups: ['batch.example'], resources: ['queues'], verbs: ['get', 'list'] };
    const granted = (extraRules: object[]) => rulesIn(render({ watchNamespaces: ['a', 'b'], extraRules }));
    const found = granted([queues]).filter(({ resources }) => resources.includes('queues'));
    expect(found.map(({ kind, namespace, verbs }) => [kind, namespace, verbs])).toEqual([
      ['Role', 'a', ['get', 'list']],
      ['Role', 'b', ['get', 'list']],
    ]);
    expect(() => granted([{ ...queues, verbs: ['delete'] }])).toThrow(/extraRules/);
    expect(() => granted([{ ...queues, resources: ['*'] }])).toThrow(/extraRules/);
  });

  it('runs one agent, restricted, and never two at once', () => {
    const { strategy, template } = render({}).find(({ kind }) => kind === 'Deployment')!.spec;
    expect(strategy).toEqual({ type: 'Recreate' });
    expect(template.spec.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(template.spec.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  it('refuses what it does not know', () => {
    expect(() => render({ watchNamespace: 'a' })).toThrow(/watchNamespace/);
    expect(() => render({ rollback: { kinds: [{ apiGroup: '*', resources: ['pods'] }] } })).toThrow();
  });
});
