import { z } from 'zod';
import { kinds } from '../probes/kubernetes/reader.ts';
import { blame, gate } from '../record/outcome.ts';
import { celTrouble } from './cel.ts';

const text = (max: number) => z.string().min(1).max(max);
const headers = z.record(text(200), z.string().max(2000)).default({});
const seconds = z.number().int().min(1).max(3600);
const cel = text(2000).superRefine((expression, context) => {
  const trouble = celTrouble(expression);
  if (trouble !== null) context.addIssue({ code: 'custom', message: `it is not CEL: ${trouble}` });
});
const comparison = z.enum(['==', '!=', '<', '<=', '>', '>=']);

/** What the API server holds a Trial against, in words that a person reads. */
const rule = (of: string, message: string) => ({ 'x-kubernetes-validations': [{ rule: of, message }] });

const common = {
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{0,60}$/)
    .describe('Unique among the checks of a run; shown as `own.<id>`.'),
  title: text(120),
  suite: z.enum(['preflight', 'verify', 'smoke']).default('verify'),
  gate: gate.default('blocking'),
  blames: blame.default('release').describe('environment: a rollback would not cure it.'),
  maySkip: z.boolean().default(false).describe('A skip does not hold the release.'),
  attempts: z.number().int().min(1).max(10).default(2),
  timeoutSeconds: seconds.default(30),
  hint: text(300).optional().describe('What a person does first when it fails.'),
};

const http = z.strictObject({
  method: z.enum(['GET', 'POST', 'DELETE']).default('GET'),
  path: text(1000)
    // Nothing else may follow the platform's address: `@host` would take its key elsewhere.
    .regex(/^(\/|https?:\/\/)/)
    .describe("Below the platform's own address (`/v1/models`), or a whole URL."),
  headers,
  body: z.string().max(20_000).optional(),
  expect: z.strictObject({
    status: z.array(z.number().int().min(100).max(599)).min(1).max(20).default([200]),
    contains: text(1000).optional().describe('Text that the body must hold.'),
    body: cel
      .optional()
      .describe('A CEL expression over `body` (parsed JSON), `text`, `status` and `headers`.'),
  }),
});

const promql = z.strictObject({
  query: text(2000).describe('Must answer one series, or several with `each`.'),
  is: comparison,
  value: z.number(),
  each: z
    .boolean()
    .default(false)
    .describe('Every series must compare so; without it there may be only one.'),
});

const object = z
  .strictObject({
    kind: z
      .enum(Object.keys(kinds) as [keyof typeof kinds])
      .describe('The plural name, such as deployments.'),
    name: text(253).optional(),
    labels: text(500).optional(),
    cel: cel.describe('A CEL expression over `object`; it must be true for every object that is found.'),
  })
  .refine(({ name, labels }) => name === undefined || labels === undefined, {
    message: 'name an object or give labels, not both',
  })
  .meta(rule('!(has(self.name) && has(self.labels))', 'name an object or give labels, not both'));

const address = { host: text(253), port: z.number().int().min(1).max(65_535) };
const tcp = z.strictObject(address);
const tls = z.strictObject({
  ...address,
  serverName: text(253).optional(),
  days: z
    .number()
    .int()
    .min(0)
    .max(365)
    .default(14)
    .describe('Days that the certificate must still be valid.'),
});

const toleration = z.strictObject({
  key: text(300).optional(),
  operator: z.enum(['Exists', 'Equal']).optional(),
  value: z.string().max(63).optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional(),
});

const container = z
  .strictObject({
    image: text(500),
    command: z.array(z.string().max(2000)).max(50).optional(),
    args: z.array(z.string().max(2000)).max(50).optional(),
    env: z.record(text(200), z.string().max(5000)).optional(),
    secrets: z
      .array(text(253))
      .max(10)
      .optional()
      .describe('Secrets whose keys become environment variables.'),
    configMaps: z
      .array(z.strictObject({ name: text(253), path: text(500) }))
      .max(10)
      .optional()
      .describe('ConfigMaps that are mounted as folders.'),
    limits: z
      .record(text(200), text(60))
      .optional()
      .describe('Resource limits, such as `nvidia.com/gpu: "1"`; memory is 1Gi unless told.'),
    nodeSelector: z.record(text(300), z.string().max(63)).optional(),
    tolerations: z.array(toleration).max(20).optional(),
    pullSecret: text(253).optional(),
    serviceAccount: text(253).optional().describe('Without one the container gets no token.'),
  })
  .describe(
    'Run as a Job in the namespace of the release. Exit code 0 passes, 1 fails, 2 skips, anything else is inconclusive; the reason is the termination message, the evidence the output.',
  );

const kindsOfCheck = ['http', 'promql', 'object', 'tcp', 'tls', 'container'] as const;
type KindOfCheck = (typeof kindsOfCheck)[number];
const exactlyOne = `a check has exactly one of ${kindsOfCheck.join(', ')}`;

/** A check that a user declares in the Trial or in a file, instead of writing code. */
export const checkDefinition = z
  .strictObject({
    ...common,
    http: http.optional(),
    promql: promql.optional(),
    object: object.optional(),
    tcp: tcp.optional(),
    tls: tls.optional(),
    container: container.optional(),
  })
  .refine((one) => kindsOfCheck.filter((kind) => one[kind] !== undefined).length === 1, {
    message: exactlyOne,
  })
  .meta(
    rule(
      `[${kindsOfCheck.map((kind) => `has(self.${kind})`).join(', ')}].filter(one, one).size() == 1`,
      exactlyOne,
    ),
  );
export type CheckDefinition = z.infer<typeof checkDefinition>;
/** As a user writes it: what has a default may be left out. */
export type CheckInput = z.input<typeof checkDefinition>;

export const checkDefinitions = z
  .array(checkDefinition)
  .max(50)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, {
    message: 'two checks have the same id',
  })
  .meta({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['id'] });

/** A definition with the part of one kind. */
export type Declared<K extends KindOfCheck> = CheckDefinition & { [P in K]: NonNullable<CheckDefinition[P]> };

export const isOfKind = <K extends KindOfCheck>(one: CheckDefinition, kind: K): one is Declared<K> =>
  one[kind] !== undefined;
