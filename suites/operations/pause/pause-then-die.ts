import { KubeConfig } from '@kubernetes/client-node';
import { ApiReader } from '../../probes/kubernetes/api-reader.ts';
import { pauseAll, resumeAll } from './pause.ts';
import { ApiScaledObjectPatcher } from './scaled-object-patcher.ts';

/** For tests: pauses or resumes, and is killed right after the first object. Arguments: what, namespace. */
const [what, namespace] = process.argv.slice(2) as ['pause' | 'resume', string];
const config = new KubeConfig();
config.loadFromFile(process.env.KUBECONFIG!);
const ports = {
  reader: new ApiReader(config, namespace),
  patcher: new ApiScaledObjectPatcher(config, namespace),
  now: () => new Date(),
  signal: new AbortController().signal,
  onStep: () => void process.kill(process.pid, 'SIGKILL'),
};
await (what === 'pause' ? pauseAll(ports, 3_600_000) : resumeAll(ports));
