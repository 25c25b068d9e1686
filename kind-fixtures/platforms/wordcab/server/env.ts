import { hostname } from 'node:os';
import { z } from 'zod';
import { faultListSchema } from './faults/fault.ts';

const count = (fallback: number) => z.coerce.number().int().min(0).default(fallback);
const json = <T>(schema: z.ZodType<T>, fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'is not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** The settings of a role, all by environment variables; chart and operator set them. */
const schema = z.object({
  POD_NAME: z.string().default(hostname()),
  NAMESPACE: z.string().default('wordcab'),
  /** Name of the Helm release. */
  RELEASE: z.string().default('wordcab'),
  RELEASE_TAG: z.string().default('v0.0.0'),
  PORT: count(8000),
  ADMIN_PORT: count(8080),
  STANDIN_FAULTS: json(faultListSchema, '[]'),
  /** Operator and pools: where the platform's admin port answers; empty: nobody tells them anything. */
  ADMIN_URL: z.string().default(''),
  DRAIN_GRACE_MS: count(2500),
  DRAIN_LIMIT_MS: count(20_000),
  /** Platform: comma-separated keys; empty takes any. */
  API_KEYS: z.string().default(''),
  /** Platform: the ConfigMap that stands in for the vendor's database; empty: memory. */
  DATA_CONFIG_MAP: z.string().default(''),
  POOL_NAME: z.string().default('pool'),
  POOL_TYPE: z.enum(['stt', 'tts', 'llm']).default('llm'),
  POOL_LOAD_MS: count(500),
  SPEECH_CORPUS: z.string().optional(),
});

export type Env = z.infer<typeof schema>;

/** Throws a `TypeError` that names the setting. */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new TypeError(`The setting ${issue?.path.join('.')} is not valid: ${issue?.message}`);
}
