import { duration } from '../../reports/view/text.ts';

/** What a cluster's provider tells on its way up. */
interface Progress {
  readonly step?: string;
  readonly detail: string;
  readonly fraction?: number;
  readonly secondsLeft?: number;
}

const words: Readonly<Record<string, string>> = {
  packages: 'packages',
  programs: 'building its programs, once',
  images: 'loading images',
  start: 'starting',
  api: 'waiting for the API server',
  node: 'waiting for the node',
  gpus: 'adding GPUs',
  dns: 'waiting for DNS',
  stop: 'stopping',
};

/** `building its programs, once  ▓▓▓▓░░░░░░  41 %, about 3 min left: k8s.io/…`. */
export function clusterProgress({ step, detail, fraction, secondsLeft }: Progress): string {
  const word = step === undefined ? '' : (words[step] ?? step);
  const bar = fraction === undefined ? '' : `${progressBar(fraction)} ${Math.floor(fraction * 100)} %`;
  const left = secondsLeft === undefined ? '' : `about ${duration(secondsLeft)} left`;
  return [[word, bar].filter(Boolean).join('  '), left, detail].filter(Boolean).join(', ');
}

const barWidth = 20;

function progressBar(fraction: number): string {
  const full = Math.round(Math.max(0, Math.min(1, fraction)) * barWidth);
  return '▓'.repeat(full) + '░'.repeat(barWidth - full);
}
