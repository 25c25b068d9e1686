import { z } from 'zod';

const url = z
  .string()
  .regex(/^https?:\/\/\S+$/)
  .max(500);
const name = z.string().min(1).max(253);

/**
 * What the user says about the deployment, where it cannot be seen in the cluster. All of it is optional: a check
 * that needs what nobody said skips, and its reason names the setting. Frozen into a run's plan.
 */
export const settings = z.strictObject({
  prometheus: url.optional().describe('Base URL of the Prometheus that scrapes the platform.'),
  grafana: url.optional().describe('Base URL of Grafana.'),
  provider: z
    .enum(['eks', 'gke', 'self-managed'])
    .optional()
    .describe("Who runs the cluster; left out: told from the Ingress's class and the nodes."),
  hosts: z
    .array(name)
    .max(20)
    .optional()
    .describe('Names that clients use over HTTPS; left out: those of the Ingress.'),
  authorities: z
    .array(z.string().max(20_000))
    .max(5)
    .optional()
    .describe("PEM of authorities to trust besides the system's."),
  certificateDays: z
    .number()
    .int()
    .min(0)
    .max(365)
    .default(14)
    .describe('Days that a certificate must still be valid.'),
  posture: z
    .enum(['connected', 'air-gapped'])
    .optional()
    .describe('Whether the platform may reach the outside.'),
  egress: z
    .array(
      z
        .string()
        .regex(/^[^\s:]+:\d+$/)
        .max(260),
    )
    .max(20)
    .optional()
    .describe('host:port that the declared posture allows to be reached; everything else must be closed.'),
  workers: z.number().int().min(0).max(10_000).optional().describe('Workers that must be there.'),
  gpuTypes: z.array(name).max(20).optional().describe('GPU types that must be served.'),
  models: z.array(name).max(100).optional().describe('Models that must be served.'),
  selector: z
    .string()
    .regex(/^[\w./-]+=[\w.-]*(,[\w./-]+=[\w.-]*)*$/)
    .max(500)
    .optional()
    .describe(
      "Labels of the release's Deployments, StatefulSets and DaemonSets (`app=vllm`), where Helm did not install it.",
    ),
  chatModel: name.optional().describe('The model that a generic platform is asked to chat with.'),
  embeddingModel: name.optional().describe('The model that a generic platform is asked to embed with.'),
  vectors: z
    .record(name, z.string().max(8000))
    .optional()
    .describe(
      "By embedding model: the sketch of Seatrial's own sentence, as an accepted run's report shows it.",
    ),
  scaleToZero: z.boolean().optional().describe('Pools may rest at zero replicas.'),
  coldStartSeconds: z
    .number()
    .int()
    .min(1)
    .max(3600)
    .default(900)
    .describe('How long a smoke request may wait for a pool that comes up from zero.'),
  clientVersion: z.string().max(60).optional().describe("The version of the vendor's SDK that clients use."),
  verifiedRevision: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('The Helm revision that was verified last: where a rollback would go.'),
  embeddings: z
    .array(
      z.strictObject({
        model: name,
        text: z.string().min(1).max(300),
        vector: z
          .string()
          .max(12_000)
          .regex(/^[A-Za-z0-9+/]+={0,2}$/)
          .describe('Packed by suites/platforms/sie/quality/record.ts.'),
        cosine: z.number().min(0).max(1).default(0.99),
      }),
    )
    .max(8)
    .optional()
    .describe('Embeddings of a release that is trusted, which new ones are held against.'),
  bundleKey: z
    .string()
    .max(5000)
    .optional()
    .describe("PEM of the public key that signs the vendor's bundles."),
});
export type Settings = z.infer<typeof settings>;

export const noSettings: Settings = settings.parse({});
