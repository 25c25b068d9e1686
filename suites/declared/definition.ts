import { z } from 'zod';
import { kinds } from '../probes/kubernetes/reader.ts';
import { blame, gate } from '../record/outcome.ts';

const text = (max: number) => z.string().min(1).max(max);
const headers = z.record(text(200), z.string().max(2000)).default({});
const seconds = z.number().int().min(1).max(3600);
const comparison = z.enum(['==', '!=', '<', '<=', '>', '>=']);

const common = {
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{0,60}$/)
    .describe('Unique among the checks of a run; shown as `own.<id>`.'),
  title: text(120),
  suite: z.enum(['preflight', 'verify', 'smoke']).default('verify'),
  gate: gate.default('blocking'),
  blames: blame.default('release').describe('environment: a rollback would not cure it.'),
  attempts: z.number().int().min(1).max(10).default(2),
  timeoutSeconds: seconds.default(30),
  hint: text(300).optional().describe('What a person does first when it fails.'),
};

const http = z.strictObject({
  method: z.enum(['GET', 'POST', 'DELETE']).default('GET'),
  path: text(1000).describe("Below the platform's own address, or a whole URL."),
  headers,
  body: z.string().max(20_000).optional(),
  expect: z.strictObject({
    status: z.array(z.number().int().min(100).max(599)).min(1).max(20).default([200]),
    contains: text(1000).optional().describe('Text that the body must hold.'),
    body: text(2000)
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
    cel: text(2000).describe(
      'A CEL expression over `object`; it must be true for every object that is found.',
    ),
  })
  .refine(({ name, labels }) => name === undefined || labels === undefined, {
    message: 'name an object or give labels, not both',
  });

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

const container = z
  .strictObject({
    image: text(500),
    command: z.array(z.string().max(2000)).max(50).optional(),
    args: z.array(z.string().max(2000)).max(50).optional(),
    env: z.record(text(200), z.string().max(5000)).optional(),
    serviceAccount: text(253).optional(),
  })
  .describe(
    'Run as a Job. Exit code 0 passes, 1 fails, 2 skips, anything else is inconclusive; the reason is the termination message, the evidence the output.',
  );

const kindsOfCheck = ['http', 'promql', 'object', 'tcp', 'tls', 'container'] as const;
type KindOfCheck = (typeof kindsOfCheck)[number];

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
    message: `a check has exactly one of ${kindsOfCheck.join(', ')}`,
  });
export type CheckDefinition = z.infer<typeof checkDefinition>;

export const checkDefinitions = z
  .array(checkDefinition)
  .max(50)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, {
    message: 'two checks have the same id',
  });

/** A definition with the part of one kind. */
export type Declared<K extends KindOfCheck> = CheckDefinition & { [P in K]: NonNullable<CheckDefinition[P]> };

export const isOfKind = <K extends KindOfCheck>(one: CheckDefinition, kind: K): one is Declared<K> =>
  one[kind] !== undefined;
