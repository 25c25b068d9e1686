import { z } from 'zod';
import { baselineSpec } from '../../resources/baseline.ts';
import { CliError } from '../errors.ts';

/** Raised when a reader of the old one could be misled. */
const fileVersion = 1;

const dnsName = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

const baselineFile = z.strictObject({
  version: z.literal(fileVersion),
  /** In the reader's words: `namespace cartesia of staging`. */
  from: z.string().min(1).max(300),
  /** When it was written (RFC 3339). */
  at: z.string().max(40),
  baselines: z
    .array(baselineSpec.extend({ key: baselineSpec.shape.key.regex(dnsName, 'it is no DNS name') }))
    .max(500),
});
/** Baselines outside of a cluster: what `seatrial baseline export` writes. */
export type BaselineFile = z.infer<typeof baselineFile>;

export const fileOf = (from: string, at: Date, baselines: BaselineFile['baselines']): BaselineFile => ({
  version: fileVersion,
  from: from.slice(0, 300),
  at: at.toISOString(),
  baselines: baselines.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
});

export const fileText = (file: BaselineFile): string => `${JSON.stringify(file, null, 2)}\n`;

/** Reads what an export wrote; `name` is the file's, for the sentence. @throws CliError (`usage`) */
export function readBaselineFile(text: string, name: string): BaselineFile {
  const refuse = (what: string, cause?: unknown): CliError =>
    new CliError('usage', `${name} ${what}: give what \`seatrial baseline export\` wrote.`, cause);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw refuse('holds no baselines, it is not JSON', cause);
  }
  const version = (data as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version !== fileVersion)
    throw new CliError(
      'usage',
      `${name} has version ${version} of the file format and this Seatrial reads version ${fileVersion}: export it again with this one.`,
    );
  const parsed = baselineFile.safeParse(data);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw refuse(`holds no baselines (${path.join('.') || 'it'}: ${message})`, parsed.error);
  }
  const keys = parsed.data.baselines.map(({ key }) => key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw refuse(`has two baselines for ${twice}`);
  return parsed.data;
}
