import { hostname } from 'node:os';
import { z } from 'zod';
import { faultListSchema } from './faults/fault.ts';
import { builtIn, modelSchema } from './models/catalogue.ts';

const count = (fallback: number) => z.coerce.number().int().min(0).default(fallback);
const list = z
  .string()
  .default('')
  .transform((text) => text.split(',').filter((part) => part !== ''));
const flag = z.stringbool().default(false);
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
  /** Baked into the image. */
  SIE_VERSION: z.string().default('0.3.1'),
  PORT: count(8080),
  ADMIN_PORT: count(8090),
  STANDIN_FAULTS: json(faultListSchema, '[]'),
  SIE_CONFIG_URL: z.string().default(''),
  /** What the config service starts with. */
  STANDIN_MODELS: json(z.array(modelSchema), JSON.stringify(builtIn)),
  /** Empty: the vendor's of that version. */
  SIE_GATEWAY_REQUEST_TIMEOUT_MS: count(0),
  /** Service whose Endpoints are the workers; empty takes `SIE_GATEWAY_WORKERS`. */
  SIE_GATEWAY_K8S_SERVICE: z.string().default(''),
  SIE_GATEWAY_WORKERS: list,
  SIE_GATEWAY_CONFIGURED_GPUS: list,
  SIE_GATEWAY_ENABLE_POOLS: flag,
  SIE_AUTH_ENABLED: flag,
  SIE_AUTH_TOKENS: list,
  SIE_AUTH_EXEMPT_OPERATIONAL: flag,
  /** Ours, in place of KEDA: the gateway takes an empty pool that is asked for to one replica. */
  STANDIN_SCALE_FROM_ZERO: flag,
  /** Labels that choose the worker pools that it may wake. */
  STANDIN_WORKER_SELECTOR: z.string().default('app.kubernetes.io/component=worker'),
  /** Gateway: how long requests are still taken after SIGTERM, until the Service has forgotten the pod. */
  STANDIN_GATEWAY_GRACE_MS: count(2500),
  SIE_POOL: z.string().default('default'),
  SIE_MACHINE_PROFILE: z.string().default('l4'),
  SIE_BUNDLE: z.string().default('default'),
  SIE_GPU_COUNT: count(1),
  SIE_PRELOAD_MODELS: list,
  SIE_DRAIN_TIMEOUT_MS: count(25_000),
  STANDIN_MODEL_LOAD_MS: count(3000),
  /** Time of one item, and of each word of it. */
  STANDIN_INFERENCE_MS: z.coerce.number().min(0).default(8),
  STANDIN_INFERENCE_MS_PER_WORD: z.coerce.number().min(0).default(0.05),
  STANDIN_CONCURRENCY: count(8),
  STREAM_MAX_AGE_SECONDS: count(120),
  MAX_DELIVER: count(20),
  NAK_DELAY_MS: count(5000),
  STANDIN_POLL_MS: count(2000),
  /** Program keda-apply: the file with the ScaledObjects. */
  SCALED_OBJECTS_FILE: z.string().default('/scaled-objects/scaledobjects.yaml'),
});

export type Env = z.infer<typeof schema>;

export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new TypeError(`The setting ${issue?.path.join('.')} is not valid: ${issue?.message}`);
}
