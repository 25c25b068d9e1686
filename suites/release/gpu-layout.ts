import type { V1Container, V1PodTemplateSpec } from '@kubernetes/client-node';

/** Each kind of parallelism, and how serving engines (vLLM, SGLang, TensorRT-LLM, TGI) call its degree. */
const degrees = {
  tp: ['tensor-parallel-size', 'tensor-parallel', 'tp-size', 'tp', 'num-shard'],
  pp: ['pipeline-parallel-size', 'pp-size', 'pp'],
  dp: ['data-parallel-size', 'dp-size', 'dp'],
} as const;

const mostWords = 8;

/**
 * How a pod template lays its model over the GPUs: MIG profiles and degrees of parallelism above one, as short words
 * (`mig-1g.5gb`, `tp2`), sorted. Numbers of different layouts are not comparable.
 */
export function gpuLayout({ spec }: V1PodTemplateSpec): string[] {
  const containers = (spec?.containers ?? []).filter((one) => gpuResources(one).length > 0);
  const slices = containers.flatMap(gpuResources).flatMap((name) => /mig-[\w.]+/.exec(name) ?? []);
  const parallel = containers.flatMap((container) =>
    Object.entries(degrees).flatMap(([word, names]) => {
      const degree = degreeOf(container, names);
      return degree > 1 ? [`${word}${degree}`] : [];
    }),
  );
  return [...new Set([...slices, ...parallel])].sort().slice(0, mostWords);
}

const gpuResources = ({ resources }: V1Container): string[] =>
  Object.keys(resources?.limits ?? {}).filter((name) => /^nvidia\.com\/(gpu|mig-)/.test(name));

/** An argument goes before the environment, and the last of several counts, as it does for the engine. */
function degreeOf({ command, args, env }: V1Container, names: readonly string[]): number {
  const line = [...(command ?? []), ...(args ?? [])].join(' ');
  const flag = new RegExp(
    `(?:^|\\s)--?(?:${names.join('|').replaceAll('-', '[-_]')})[=\\s]+(\\d{1,4})\\b`,
    'g',
  );
  const given = [...line.matchAll(flag)].at(-1)?.[1];
  if (given !== undefined) return Number(given);
  const variables = names
    .filter((name) => name.length > 2)
    .map((name) => name.toUpperCase().replaceAll('-', '_'));
  const value = env?.find(({ name }) =>
    variables.some((one) => name === one || name.endsWith(`_${one}`)),
  )?.value;
  return /^\d{1,4}$/.test(value ?? '') ? Number(value) : 1;
}
