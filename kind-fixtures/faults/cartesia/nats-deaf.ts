import { programImageName } from '../../images/program-images.ts';
import type { FaultRecipe } from '../fault-recipe.ts';

const image = programImageName('nats-server');

/** The whole container, because a merge patch replaces lists. */
const container = {
  name: 'nats',
  image,
  imagePullPolicy: 'IfNotPresent',
  args: ['-p', '4229', '-m', '8229'],
  ports: [
    { name: 'client', containerPort: 4222 },
    { name: 'monitor', containerPort: 8222 },
  ],
  resources: { requests: { cpu: '60m', memory: '48Mi' }, limits: { memory: '512Mi' } },
};

export const natsDeaf: FaultRecipe = {
  id: 'cartesia/nats-deaf',
  platform: 'cartesia',
  title: 'NATS runs and is Ready, but nobody listens on its port',
  objects: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      labels: 'app.kubernetes.io/component=nats',
      change: 'patch',
      patch: { spec: { template: { spec: { containers: [container] } } } },
    },
  ],
  caughtBy: ['cartesia.nats', 'cartesia.api-status'],
};
