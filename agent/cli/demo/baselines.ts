import { readdir, readFile } from 'node:fs/promises';
import type { z } from 'zod';
import type { Baseline } from '../../resources/baseline.ts';
import { baselineSpec } from '../../resources/baseline.ts';
import type { CustomResources } from '../../resources/custom-resources.ts';
import { apiVersion } from '../../resources/group.ts';

/** Recorded by `record-baseline.ts`: the accepted runs of one key. */
const folder = new URL('./recorded/', import.meta.url);

/** Imports the recorded baselines, and says so in a sentence. */
export async function importBaselines(
  baselines: Pick<CustomResources<Baseline>, 'create'>,
  namespace: string,
): Promise<string> {
  const recorded = await recordedBaselines();
  for (const spec of recorded)
    await baselines.create({ apiVersion, kind: 'Baseline', metadata: { name: spec.key, namespace }, spec });
  const runs = recorded.map((spec) => spec.runs.length).join(' and ');
  return `imported, not measured here: ${runs} runs of ${recorded[0]?.imported?.from ?? 'nothing'}. On a cluster of your own the agent records its own.`;
}

export async function recordedBaselines(): Promise<z.infer<typeof baselineSpec>[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  return Promise.all(
    files.map(async (name) => baselineSpec.parse(JSON.parse(await readFile(new URL(name, folder), 'utf8')))),
  );
}
