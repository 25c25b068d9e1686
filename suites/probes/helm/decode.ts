import { gunzipSync } from 'node:zlib';
import type { KubernetesObject } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { ProbeError } from '../probe-error.ts';
import type { HelmRelease } from './history.ts';

const stored = z.object({
  version: z.number().int(),
  info: z.object({
    last_deployed: z.string().default(''),
    description: z.string().default(''),
    status: z.string().default('unknown'),
  }),
  chart: z.object({
    metadata: z.object({ name: z.string(), version: z.string(), appVersion: z.string().optional() }),
    values: z.record(z.string(), z.unknown()).nullish(),
  }),
  config: z.record(z.string(), z.unknown()).nullish(),
  apply_method: z.string().optional(),
  manifest: z.string().default(''),
  hooks: z.array(z.object({ manifest: z.string().default('') })).nullish(),
});

const gzipMagic = Buffer.from([0x1f, 0x8b, 0x08]);
/** A release is at most 1 MiB in its Secret; unpacked it stays far below this. */
const mostBytes = 64 * 1024 * 1024;

/** A revision from `data.release` of its Secret (helm/pkg/storage/driver/util.go): base64 twice, gzip, JSON. Throws `ProbeError`. */
export function decodeRelease(data: string): HelmRelease {
  try {
    const packed = Buffer.from(Buffer.from(data, 'base64').toString(), 'base64');
    const text = packed.subarray(0, 3).equals(gzipMagic)
      ? gunzipSync(packed, { maxOutputLength: mostBytes })
      : packed;
    const release = stored.parse(JSON.parse(text.toString()));
    const { version, info, chart, config, manifest, hooks, apply_method: applyMethod } = release;
    const { name, version: chartVersion, appVersion = null } = chart.metadata;
    return {
      revision: version,
      status: info.status,
      chart: { name, version: chartVersion, appVersion },
      description: info.description,
      ...(applyMethod && { applyMethod }),
      updatedAt: info.last_deployed,
      values: config ?? {},
      ...(chart.values && { defaults: chart.values }),
      objects: objectsOf(manifest),
      hooks: (hooks ?? []).flatMap((hook) => objectsOf(hook.manifest)),
    };
  } catch (error) {
    throw new ProbeError('bad-answer', 'a revision in Helm’s Secret cannot be read', error);
  }
}

/** The objects of a rendered manifest. */
export const objectsOf = (manifest: string): KubernetesObject[] =>
  parseAllDocuments(manifest).flatMap((document) => (document.toJS() as KubernetesObject | null) ?? []);
