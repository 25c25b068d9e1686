import { expect, test } from 'vitest';
import { noSettings } from '../../settings.ts';
import { providerOf } from './provider.ts';

const classed = (ingressClassName: string) => ({ spec: { ingressClassName } });
const annotated = (...names: string[]) => ({
  metadata: { annotations: Object.fromEntries(names.map((name) => [name, 'x'])) },
});

test.each([
  ['eks', classed('alb')],
  ['eks', { metadata: { annotations: { 'kubernetes.io/ingress.class': 'alb' } } }],
  ['eks', annotated('alb.ingress.kubernetes.io/scheme')],
  ['gke', { metadata: { annotations: { 'kubernetes.io/ingress.class': 'gce' } } }],
  ['gke', classed('gce-internal')],
  ['gke', annotated('networking.gke.io/managed-certificates')],
  ['gke', annotated('ingress.kubernetes.io/url-map')],
  ['self-managed', classed('nginx')],
  // A class says whose Ingress it is, whatever annotations a chart leaves on it.
  ['self-managed', { ...classed('traefik'), ...annotated('alb.ingress.kubernetes.io/scheme') }],
  ['self-managed', annotated('nginx.ingress.kubernetes.io/ssl-redirect')],
  ['self-managed', null],
] as const)('%s: %j', (provider, ingress) => {
  expect(providerOf(ingress, noSettings).provider).toBe(provider);
});

test('what the user says counts', () => {
  expect(providerOf(classed('nginx'), { ...noSettings, provider: 'eks' })).toEqual({
    provider: 'eks',
    because: 'settings.provider',
  });
});
