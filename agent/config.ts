import { z } from 'zod';
import { AgentError } from './controller/agent-error.ts';

const name = z.string().min(1);
const quantities = z.record(z.string(), z.string());
const resources = z.strictObject({ requests: quantities, limits: quantities });
const json = (text: string, context: z.RefinementCtx): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('is not JSON');
    return z.NEVER;
  }
};

/** The agent's settings, from its environment; the chart sets them. */
const environment = z.object({
  SEATRIAL_NAMESPACE: name.describe("the agent's own namespace"),
  SEATRIAL_WATCH: name.transform((list) => [...new Set(list.split(',').map((one) => one.trim()))]),
  SEATRIAL_PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  SEATRIAL_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  SEATRIAL_IMAGE: name.describe("the agent's own image"),
  SEATRIAL_PULL_POLICY: z.enum(['Always', 'IfNotPresent', 'Never']).default('IfNotPresent'),
  SEATRIAL_LOAD_IMAGE: name.describe('the image of k6 with our extension'),
  SEATRIAL_LOAD_RESOURCES: z.string().transform(json).pipe(resources).optional(),
  SEATRIAL_LOAD_SHARDS: z.coerce.number().int().min(1).max(64).default(1),
  SEATRIAL_ROLLBACK_ACCOUNT: name
    .optional()
    .describe('the ServiceAccount of rollback Jobs, where they are allowed'),
});

export interface AgentConfig {
  readonly namespace: string;
  readonly watch: readonly string[];
  readonly port: number;
  readonly logLevel: string;
  readonly image: string;
  readonly pullPolicy: 'Always' | 'IfNotPresent' | 'Never';
  readonly load: {
    readonly image: string;
    /** How many pods make a load together. */
    readonly shards: number;
    /** Of each of them. */
    readonly resources?: z.infer<typeof resources>;
  };
  /** Null where the agent may not roll back. */
  readonly rollbackAccount: string | null;
}

/** Reads the environment. Throws `AgentError` `bad-config` with one sentence. */
export function agentConfig(env: Readonly<Record<string, string | undefined>>): AgentConfig {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const variable = String(issue.path[0]);
    const wrong =
      set[variable] === undefined ? 'is not set; the chart sets it' : `is not usable: ${issue.message}`;
    throw new AgentError('bad-config', `the environment variable ${variable} ${wrong}`);
  }
  const is = parsed.data;
  return {
    namespace: is.SEATRIAL_NAMESPACE,
    watch: is.SEATRIAL_WATCH,
    port: is.SEATRIAL_PORT,
    logLevel: is.SEATRIAL_LOG_LEVEL,
    image: is.SEATRIAL_IMAGE,
    pullPolicy: is.SEATRIAL_PULL_POLICY,
    load: {
      image: is.SEATRIAL_LOAD_IMAGE,
      shards: is.SEATRIAL_LOAD_SHARDS,
      ...(is.SEATRIAL_LOAD_RESOURCES && { resources: is.SEATRIAL_LOAD_RESOURCES }),
    },
    rollbackAccount: is.SEATRIAL_ROLLBACK_ACCOUNT ?? null,
  };
}
