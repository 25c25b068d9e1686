import { emitTestRun } from '../../../load/shards/test-run.ts';
import type { CliContext, ExitCode } from '../context.ts';
import { CliError, exitCodes } from '../errors.ts';
import { planOf } from './prepare.ts';
import type { BenchRequest } from './request.ts';

/** What `--emit testrun` asks for. */
export interface EmitRequest {
  readonly kind: 'testrun';
  /** The image of k6 with our extension. */
  readonly image: string | undefined;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly runners: number;
  /** `secret/key` of the API key. */
  readonly apiKeySecret: string | undefined;
}

const keyVariable = 'SEATRIAL_API_KEY';

/** `seatrial bench --emit testrun`: writes the load out for those who run k6-operator; nothing is asked, nothing built. */
export async function emit(
  { stdout }: CliContext,
  request: BenchRequest & { readonly emit: EmitRequest },
): Promise<ExitCode> {
  const { image, name, namespace, runners, apiKeySecret } = request.emit;
  if (image === undefined)
    throw new CliError('usage', 'Which image has k6 with the extension? Say it with --image.');
  if (request.search)
    throw new CliError('usage', 'A search cannot be written out: leave --search or --emit out.');
  const [secret, key, ...more] = apiKeySecret?.split('/') ?? [];
  if (apiKeySecret !== undefined && (!secret || !key || more.length > 0))
    throw new CliError(
      'usage',
      '--api-key-secret takes the name of a Secret and its key, as in platform/api-key.',
    );
  // The key is the runners' affair: what this shell has of it stays here.
  const plan = await planOf({ ...request, apiKeyEnv: undefined }, {});
  const target = { ...plan.target, ...(secret && { apiKeyEnv: keyVariable }) };
  const env = secret && key ? [{ name: keyVariable, secret: { name: secret, key } }] : [];
  try {
    const options = { name, id: name, image, parallelism: runners, env };
    stdout.write(
      emitTestRun({ ...plan, target }, { ...options, ...(namespace !== undefined && { namespace }) }),
    );
  } catch (error) {
    if (error instanceof RangeError) throw new CliError('usage', `${error.message}.`, error);
    throw error;
  }
  return exitCodes.pass;
}
