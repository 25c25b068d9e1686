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

/** The settings of a role, all by environment variables; the chart sets them from its values. */
const schema = z.object({
  NATS_URL: z.string().default('nats://127.0.0.1:4222'),
  POD_NAME: z.string().default(hostname()),
  RELEASE_TAG: z.string().default('sonic-00000000'),
  PORT: count(5000),
  ADMIN_PORT: count(8080),
  STANDIN_FAULTS: json(faultListSchema, '[]'),
  /** API: how long requests are still taken after SIGTERM, until the Service has forgotten the pod. */
  DRAIN_GRACE_MS: count(2500),
  /** All: how long work in progress may take to end. */
  DRAIN_LIMIT_MS: count(20_000),
  /** API: comma-separated keys; empty takes any. */
  API_KEYS: z.string().default(''),
  API_QUEUE_LIMIT: count(64),
  API_QUEUE_TIMEOUT_MS: count(5000),
  API_MODELS: json(z.record(z.string(), z.array(z.string())), '{}'),
  ARTIFACTS_DIR: z.string().optional(),
  WORKER_NAME: z.string().default('worker'),
  WORKER_MODEL: z.string().default('rosy-dragon'),
  WORKER_CAPACITY: count(16),
  WORKER_LOAD_MS: count(3000),
  /** Empty: the pod's name, so that each pod has luck of its own. */
  WORKER_SEED: z.string().default(''),
  WORKER_POD_SPREAD: z.coerce.number().min(0).default(0.007),
  WORKER_MINUTE_SPREAD: z.coerce.number().min(0).default(0.007),
  SPEECH_CORPUS: z.string().optional(),
  LICENSE_DIR: z.string().optional(),
});

export type Env = z.infer<typeof schema>;

export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new TypeError(`The setting ${issue?.path.join('.')} is not valid: ${issue?.message}`);
}
