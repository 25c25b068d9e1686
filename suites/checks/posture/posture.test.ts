import type { V1NetworkPolicy } from '@kubernetes/client-node';
import { pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../record/outcome.ts';
import { noSettings, type Settings } from '../../settings.ts';
import { found, networkOf, type Objects } from '../edge/testing/context.ts';
import { deploymentOf, podOf } from '../testing/cluster.ts';
import { egressPosture } from './egress-posture.ts';
import { licenseLoaded } from './license-loaded.ts';
import { networkPolicies } from './network-policies.ts';
import { isInside } from './policy-rules.ts';

const airGapped: Settings = { ...noSettings, posture: 'air-gapped' };
const connected: Settings = { ...noSettings, posture: 'connected', egress: ['license.example:443'] };

describe('egress-posture', () => {
  const check = egressPosture({ outside: ['registry.example:443'], vantage: () => 'pod' });
  /** A network where only these targets are open. */
  const open = (...targets: string[]) => ({
    network: networkOf({
      connect: async (host, port) => ({ open: targets.includes(`${host}:${port}`), milliseconds: 1 }),
    }),
  });
  const refusing = {
    network: networkOf({ connect: async () => ({ open: false, refused: true, milliseconds: 1 }) }),
  };
  test.each<[Outcome, RegExp, Settings, object]>([
    ['pass', /1 of 1 targets are open, from Seatrial's own pod/, connected, open('license.example:443')],
    ['fail', /license.example:443: cannot be reached/, connected, open()],
    ['inconclusive', /nobody listens/, connected, refusing],
    ['pass', /1 of 1 targets are closed/, airGapped, open('platform:80')],
    ['fail', /registry.example:443: can be reached/, airGapped, open('platform:80', 'registry.example:443')],
    // Where nothing can be reached, nothing was closed on purpose.
    ['inconclusive', /not even the platform/, airGapped, open()],
    ['skip', /settings.posture/, noSettings, open()],
    ['skip', /settings.egress/, { ...connected, egress: [] }, open()],
    ['skip', /allowed by settings.egress/, { ...airGapped, egress: ['registry.example:443'] }, open()],
  ])('%s %s', async (outcome, reason, settings, over) => {
    expect(await found(check, {}, { settings, ...over })).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });

  test('says nothing from outside the cluster', async () => {
    const outside = egressPosture({ outside: ['registry.example:443'], vantage: () => 'outside' });
    expect(await found(outside, {}, { settings: airGapped, ...open() })).toMatchObject({
      outcome: 'inconclusive',
      reason: expect.stringMatching(/outside the cluster/),
    });
  });
});

describe('network-policies', () => {
  const policy = (spec: object, name = 'policy') => ({ metadata: { name }, spec }) as V1NetworkPolicy;
  const deny = policy({ podSelector: {}, policyTypes: ['Egress'] }, 'deny');
  const lets = (...egress: object[]) => policy({ podSelector: {}, policyTypes: ['Egress'], egress }, 'lets');
  const cluster = (...networkpolicies: V1NetworkPolicy[]): Objects => ({
    ...deploymentOf('tts-worker'),
    statefulsets: [],
    daemonsets: [],
    networkpolicies,
  });
  const inCluster = { to: [{ ipBlock: { cidr: '10.0.0.0/8' } }, { namespaceSelector: {} }] };
  const others = policy({ podSelector: { matchLabels: { app: 'other' } }, policyTypes: ['Egress'] });
  const allowing = { ...airGapped, egress: ['192.0.2.7:443'] };

  test.each<[Outcome, RegExp, Settings, Objects]>([
    ['pass', /lets any of 2 pods out/, airGapped, cluster(deny)],
    ['pass', /2 pods/, airGapped, cluster(deny, lets(inCluster, { ports: [{ protocol: 'UDP', port: 53 }] }))],
    ['fail', /Pod\/tts-worker-a: no NetworkPolicy holds its egress/, airGapped, cluster()],
    ['fail', /no NetworkPolicy holds/, airGapped, cluster(others)],
    // A policy for ingress only holds no egress.
    ['fail', /no NetworkPolicy holds/, airGapped, cluster(policy({ podSelector: {}, ingress: [] }))],
    // Policies add up: one that allows undoes the denial of the others.
    ['fail', /NetworkPolicy\/lets lets it out to anywhere/, airGapped, cluster(deny, lets({}))],
    [
      'fail',
      /out to 0.0.0.0\/0/,
      airGapped,
      cluster(deny, lets({ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] })),
    ],
    ['fail', /anywhere/, airGapped, cluster(deny, lets({ ports: [{ port: 443 }] }))],
    ['pass', /2 pods/, allowing, cluster(deny, lets({ to: [{ ipBlock: { cidr: '192.0.2.7/32' } }] }))],
    ['pass', /no policy holds back/, connected, cluster()],
    ['fail', /license.example:443: no policy lets any of 2 pods/, connected, cluster(deny, lets(inCluster))],
    ['pass', /1 of 1 targets/, connected, cluster(deny, lets({ ports: [{ port: 443 }] }))],
    ['fail', /no policy lets/, connected, cluster(deny, lets({ ports: [{ port: 80 }] }))],
    ['skip', /settings.posture/, noSettings, cluster()],
    [
      'inconclusive',
      /list networkpolicies/,
      airGapped,
      { ...cluster(), networkpolicies: undefined } as never,
    ],
  ])('%s %s', async (outcome, reason, settings, objects) => {
    expect(await found(networkPolicies, objects, { settings })).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });

  test.each([
    ['10.1.0.0/16', true],
    ['172.16.0.0/12', true],
    ['172.0.0.0/8', false],
    ['192.168.0.0/8', false],
    ['0.0.0.0/0', false],
    ['fd00::/8', true],
    ['::/0', false],
    ['8.8.8.8/32', false],
  ])('%s lies inside: %s', (range, expected) => {
    expect(isInside(range)).toBe(expected);
  });
});

describe('license-loaded', () => {
  const check = licenseLoaded({
    is: ({ metadata }) => metadata?.labels?.app === 'license-proxy',
    port: 8080,
  });
  const disk = { volumes: [{ name: 'license', persistentVolumeClaim: { claimName: 'license' } }] };
  const cluster = (spec: Record<string, unknown> = disk): Objects => ({
    pods: [podOf('license-proxy-a', null, 'license-proxy', { spec }), podOf('api', null, 'api')],
  });
  const archive = async (text: string) => {
    const tar = pack();
    tar.entry({ name: 'audit.ndjson' }, text);
    tar.finalize();
    return Buffer.concat(await Array.fromAsync(tar as AsyncIterable<Buffer>));
  };
  const answering = async (status: number, body: string | Buffer) => {
    const answer = { status, headers: {}, body: Buffer.from(body), cut: false };
    return { settings: airGapped, http: { request: async () => answer } };
  };
  const loaded = archive('{"event":"license","newest":true}\n').then((tar) => answering(200, tar));
  const empty = archive('').then((tar) => answering(200, tar));
  test.each<[Outcome, RegExp, Objects, Promise<object> | object]>([
    ['pass', /has its license/, cluster(), loaded],
    ['fail', /no persistent volume/, cluster({ volumes: [{ name: 'license', emptyDir: {} }] }), loaded],
    ['fail', /no running pod/, { pods: [] }, loaded],
    ['fail', /answered 503/, cluster(), answering(503, '')],
    ['inconclusive', /answered 404/, cluster(), answering(404, '')],
    ['inconclusive', /tells of no license/, cluster(), empty],
    ['inconclusive', /no license|no archive|not answer/, cluster(), answering(200, 'no tar')],
    ['skip', /not set/, cluster(), { settings: noSettings }],
  ])('%s %s', async (outcome, reason, objects, over) => {
    expect(await found(check, objects, await over)).toMatchObject({
      outcome,
      reason: expect.stringMatching(reason),
    });
  });
});
