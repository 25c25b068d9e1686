import { join } from 'node:path';
import { repositoryFolder } from './folders.ts';
import type { Program } from './programs.ts';

export const prometheusVersion = 'v0.310.0';
export const prometheusOperatorVersion = 'v0.85.0';
export const kedaVersion = 'v2.20.2';
export const traefikVersion = 'v3.5.0';
export const kubeRouterVersion = 'v2.2.1';
export const craneVersion = 'v0.20.6';
export const certManagerVersion = 'v1.19.1';

/** The folder of a go.mod of the ecosystem: one for each program of others, because their pins contradict each other. */
export const ecosystemModule = (name: string): string =>
  join(repositoryFolder, 'kind-fixtures/ecosystem/go', name);

const operator = 'github.com/prometheus-operator/prometheus-operator';
const keda = 'github.com/kedacore/keda/v2';
const traefik = 'github.com/traefik/traefik/v3';

/**
 * Real software around the platforms. Each takes minutes to build, so only
 * `npm run test:ecosystem` asks for them, but for Prometheus, which platforms' own tests ask for.
 */
export const ecosystemPrograms = [
  {
    name: 'prometheus',
    package: 'github.com/prometheus/prometheus/cmd/prometheus',
    version: prometheusVersion,
    moduleDir: ecosystemModule('prometheus'),
    // Of its many ways to find targets, one: the others bring every cloud's library.
    tags: ['remove_all_sd', 'enable_kubernetes_sd'],
  },
  {
    name: 'prometheus-operator',
    package: `${operator}/cmd/operator`,
    version: prometheusOperatorVersion,
    moduleDir: ecosystemModule('prometheus-operator'),
  },
  {
    name: 'prometheus-config-reloader',
    package: `${operator}/cmd/prometheus-config-reloader`,
    version: prometheusOperatorVersion,
    moduleDir: ecosystemModule('prometheus-operator'),
  },
  {
    name: 'keda-operator',
    package: `${keda}/cmd/operator`,
    version: kedaVersion,
    moduleDir: ecosystemModule('keda'),
  },
  {
    name: 'keda-adapter',
    package: `${keda}/cmd/adapter`,
    version: kedaVersion,
    moduleDir: ecosystemModule('keda'),
  },
  {
    name: 'traefik',
    package: `${traefik}/cmd/traefik`,
    version: traefikVersion,
    moduleDir: ecosystemModule('traefik'),
    completed: { module: traefik, files: { 'webui/static/index.html': 'This build has no dashboard.\n' } },
  },
  {
    name: 'kube-router',
    package: 'github.com/cloudnativelabs/kube-router/v2/cmd/kube-router',
    version: kubeRouterVersion,
    moduleDir: ecosystemModule('kube-router'),
  },
  {
    name: 'crane',
    package: 'github.com/google/go-containerregistry/cmd/crane',
    version: craneVersion,
    moduleDir: ecosystemModule('crane'),
  },
  {
    name: 'cert-manager-controller',
    package: './controller',
    version: certManagerVersion,
    moduleDir: ecosystemModule('cert-manager'),
    sources: 'controller',
  },
] as const satisfies readonly Program[];
