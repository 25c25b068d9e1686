import { BatchV1Api, KubeConfig, RbacAuthorizationV1Api, type V1PolicyRule } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sharedCluster } from '../../kind-fixtures/clusters/shared.ts';
import { nodeInImage } from '../../kind-fixtures/images/node-runtime.ts';
import { systemClock } from '../../suites/host/system-clock.ts';
import { permissions, type Rule } from '../permissions/rules.ts';
import { nodeImageName, type OwnPlatform, ownPlatform } from './own-platform.ts';

const never = new AbortController().signal;
let own: OwnPlatform;
let batch: BatchV1Api;

beforeAll(async () => {
  own = await ownPlatform(await sharedCluster(), 'e2e-own-checks');
  batch = own.config.makeApiClient(BatchV1Api);
});
afterAll(() => own?.[Symbol.asyncDispose]());

describe('a declared check', () => {
  const http = (path: string, expected: object = {}) => ({ http: { path, expect: expected } });
  const object = (cel: string, more: object = {}) => ({ object: { kind: 'deployments', cel, ...more } });
  const tls = (more: object = {}) => ({
    tls: { host: own.host, port: 8443, serverName: 'own.example', ...more },
  });
  test.each<[() => object, string, RegExp]>([
    [() => http('/ready', { body: 'body.ready && body.waiting < 10' }), 'pass', /answered 200/],
    [() => http('/ready', { body: 'body.waiting < 3' }), 'fail', /it is not so: body.waiting < 3/],
    [() => http('/ready', { body: 'body.elsewhere < 3' }), 'inconclusive', /cannot be evaluated/],
    [() => http('/nowhere'), 'fail', /answered 404/],
    [() => http(`http://${own.host}:9/`), 'inconclusive', /ECONNREFUSED/],
    [() => object('object.spec.replicas == 1', { name: 'own' }), 'pass', /1 deployments own/],
    [() => object('object.status.readyReplicas >= 2'), 'fail', /it is not so/],
    [() => object('true', { labels: 'app=nobody' }), 'fail', /there are no deployments app=nobody/],
    [() => ({ tcp: { host: own.host, port: 8080 } }), 'pass', /accepted after/],
    [() => ({ tcp: { host: own.host, port: 9 } }), 'fail', /refuses/],
    [() => tls(), 'pass', /valid for (39|40) days/],
    [() => tls({ days: 60 }), 'fail', /ends in (39|40) days/],
    [() => tls({ serverName: 'other.example' }), 'fail', /not trusted/],
    [() => tls({ port: 8080 }), 'fail', /refused the handshake/],
  ])('%s is %s', async (definition, outcome, says) => {
    expect(await own.ask(definition())).toMatchObject({ outcome, reason: expect.stringMatching(says) });
  });

  test('shows what an object had instead', async () => {
    expect(await own.ask(object('object.spec.replicas >= 2'))).toMatchObject({
      evidence: {
        expected: 'object.spec.replicas >= 2',
        seen: 'object.spec.replicas = 1',
        objects: ['deployments/own'],
      },
    });
  });

  test('names the verb and the resource that may not be read', async () => {
    expect(
      await own.ask(
        { object: { kind: 'secrets', cel: 'true' } },
        never,
        await somebody(own, 'nobody-special', []),
      ),
    ).toMatchObject({
      outcome: 'inconclusive',
      reason: 'no permission to list secrets in e2e-own-checks: grant it in a Role',
    });
  });
});

describe('a container', () => {
  /** A Job whose container runs this script. */
  const script = (text: string, more: object = {}, timeoutSeconds = 60) => ({
    timeoutSeconds,
    container: {
      image: nodeImageName,
      command: [nodeInImage, '--input-type=module', '--eval', text],
      ...more,
    },
  });
  const say = (message: string) =>
    `(await import('node:fs')).writeFileSync('/dev/termination-log', ${JSON.stringify(message)})`;
  const jobs = async () => (await batch.listNamespacedJob({ namespace: own.namespace })).items;

  test.each<[string, () => object, string, RegExp, RegExp]>([
    [
      'ends with 0',
      () => script(`console.log('4 GPUs'); ${say('all well')}`),
      'pass',
      /^all well$/,
      /4 GPUs/,
    ],
    [
      'ends with 1',
      () => script(`console.log('3 of 4'); ${say('one GPU is missing\nmore')}; process.exit(1)`),
      'fail',
      /^one GPU is missing$/,
      /3 of 4/,
    ],
    [
      'ends with 2',
      () => script(`${say('no GPUs here')}; process.exit(2)`),
      'skip',
      /^no GPUs here$/,
      /no output/,
    ],
    ['ends with 3', () => script('process.exit(3)'), 'inconclusive', /^exit code 3$/, /no output/],
    [
      'says nothing but in its output',
      () => script(`console.log('begun'); console.error('no model answers'); process.exit(1)`),
      'fail',
      /^no model answers$/,
      /begun/,
    ],
    [
      'runs out of memory',
      () =>
        script('const kept = []; setInterval(() => kept.push(Buffer.alloc(8e6, 1)), 10)', {
          limits: { memory: '96Mi' },
        }),
      'inconclusive',
      /ran out of memory/,
      /./,
    ],
    [
      'takes too long',
      () =>
        script(
          `console.log('waiting'); process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 9)`,
          {},
          6,
        ),
      'inconclusive',
      /^not over within 6 s: the container still runs$/,
      /waiting/,
    ],
    [
      'has an image that is nowhere',
      () => ({ timeoutSeconds: 8, container: { image: 'localhost:1/nobody/nothing:1' } }),
      'inconclusive',
      /did not start: (ErrImagePull|ImagePullBackOff)/,
      /./,
    ],
    [
      'has an image that is none',
      () => ({ timeoutSeconds: 30, container: { image: 'Not An Image' } }),
      'inconclusive',
      /did not start: InvalidImageName/,
      /./,
    ],
    [
      'wants an account that is not there',
      () => script('', { serviceAccount: 'nobody' }, 40),
      'inconclusive',
      /the Job made no pod: .*serviceaccount "nobody" not found/,
      /./,
    ],
    [
      'wants more than any node has',
      () => script('', { limits: { 'nvidia.com/gpu': '9999' } }, 6),
      'inconclusive',
      /no node takes the pod: .*Insufficient nvidia.com\/gpu/,
      /./,
    ],
    [
      'is told of the platform',
      () => script('process.exit((await fetch(process.env.SEATRIAL_URL + "/ready")).ok ? 0 : 1)'),
      'pass',
      /^exit code 0$/,
      /./,
    ],
  ])('that %s', async (_title, definition, outcome, reason, seen) => {
    expect(await own.ask(definition())).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
      evidence: { seen: expect.stringMatching(seen) },
    });
    expect(await jobs()).toEqual([]);
  });

  test('needs no more rights than the agent has', async () => {
    const agent = await somebody(own, 'agent', permissions().watched);
    expect(await own.ask(script(say('well')), never, agent)).toMatchObject({
      outcome: 'pass',
      reason: 'well',
    });
    const refused = script('', { serviceAccount: 'nobody' }, 40);
    expect(await own.ask(refused, never, agent)).toMatchObject({
      reason: expect.stringMatching(/not found/),
    });
    expect(await jobs()).toEqual([]);
    const stranger = await somebody(own, 'stranger', []);
    expect(await own.ask(script(''), never, stranger)).toMatchObject({
      outcome: 'inconclusive',
      reason: 'no permission to create jobs in e2e-own-checks',
    });
  });

  test('reads its ConfigMaps, and has its Secrets as environment', async () => {
    const { namespace, core } = own;
    await core.createNamespacedConfigMap({
      namespace,
      body: { metadata: { name: 'files' }, data: { a: 'read' } },
    });
    await core.createNamespacedSecret({
      namespace,
      body: { metadata: { name: 'key' }, stringData: { KEY: 'k' } },
    });
    const text = `const { readFileSync, writeFileSync } = await import('node:fs');
      writeFileSync('/dev/termination-log', readFileSync('/data/a', 'utf8') + ' ' + process.env.KEY)`;
    const more = { configMaps: [{ name: 'files', path: '/data' }], secrets: ['key'] };
    expect(await own.ask(script(text, more))).toMatchObject({ outcome: 'pass', reason: 'read k' });
  });

  test('is asked anew at the next attempt, though the last pod is still there', async () => {
    const definition = script('process.exit(Number(process.env.SEATRIAL_NAMESPACE !== "e2e-own-checks"))');
    const uids = new Set<string>();
    for (let attempt = 0; attempt < 2; attempt++) {
      const asked = own.ask(definition);
      uids.add(await running());
      expect(await asked).toMatchObject({ outcome: 'pass' });
    }
    expect(uids.size).toBe(2);
  });

  test('goes on when whoever asked was killed: the same check finds its Job again', async () => {
    const definition = script('setTimeout(() => process.exit(1), 6000)');
    // Somebody who is killed removes nothing.
    const { deleteNamespacedJob } = BatchV1Api.prototype;
    BatchV1Api.prototype.deleteNamespacedJob = () => Promise.resolve({} as never);
    const killed = new AbortController();
    const first = own.ask(definition, killed.signal);
    const before = await running();
    killed.abort(new Error('killed'));
    await expect(first).rejects.toThrow('killed');
    BatchV1Api.prototype.deleteNamespacedJob = deleteNamespacedJob;
    const again = own.ask(definition);
    expect(await running()).toBe(before);
    expect(await again).toMatchObject({ outcome: 'fail', reason: 'exit code 1' });
    expect(await jobs()).toEqual([]);
  });

  test('is removed when the run is interrupted', async () => {
    const interrupted = new AbortController();
    const asked = own.ask(script('setInterval(() => {}, 9)'), interrupted.signal);
    await running();
    interrupted.abort(new Error('interrupted'));
    await expect(asked).rejects.toThrow('interrupted');
    await expect.poll(jobs, { timeout: 10_000 }).toEqual([]);
  });

  /** The uid of the one Job, once it is there. */
  async function running(): Promise<string> {
    for (let tries = 100; tries > 0; tries--) {
      const [job] = await jobs();
      if (job) return job.metadata!.uid!;
      await systemClock.sleep(100, never);
    }
    throw new Error('no Job came');
  }
});

/** The same cluster as an account that has these rights in the namespace, and no others. */
async function somebody(
  { config, core, namespace }: OwnPlatform,
  name: string,
  rules: readonly Rule[],
): Promise<KubeConfig> {
  await core.createNamespacedServiceAccount({ namespace, body: { metadata: { name } } });
  const access = config.makeApiClient(RbacAuthorizationV1Api);
  const body = { metadata: { name }, rules: rules as V1PolicyRule[] };
  await access.createNamespacedRole({ namespace, body });
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name };
  const subjects = [{ kind: 'ServiceAccount', name, namespace }];
  await access.createNamespacedRoleBinding({ namespace, body: { metadata: { name }, roleRef, subjects } });
  const { status } = await core.createNamespacedServiceAccountToken({
    namespace,
    name,
    body: { spec: { audiences: [], expirationSeconds: 600 } },
  });
  const as = new KubeConfig();
  as.loadFromClusterAndUser(config.getCurrentCluster()!, { name, token: status?.token ?? '' });
  return as;
}
