import { readFile } from 'node:fs/promises';
import { platforms } from '../../../suites/platforms/index.ts';
import { type Workload, workload } from '../../../suites/platforms/workload.ts';
import { CliError } from '../errors.ts';
import type { BenchRequest } from './request.ts';

/** What the files that a request names hold. */
export interface BenchInputs {
  readonly workload?: Workload;
  readonly texts?: readonly string[];
  /** Seconds since the start of the window, ascending. */
  readonly trace?: readonly number[];
}

/** @throws CliError (`usage`) for content that makes no sense, and what the file system throws */
export async function readBenchFiles(
  request: Pick<BenchRequest, 'workload' | 'texts' | 'trace'>,
): Promise<BenchInputs> {
  return {
    ...(request.workload !== undefined && { workload: await readWorkload(request.workload) }),
    ...(request.texts !== undefined && { texts: await readTexts(request.texts) }),
    ...(request.trace !== undefined && { trace: await readTrace(request.trace) }),
  };
}

async function readWorkload(named: string): Promise<Workload> {
  const [platform, name, ...more] = named.split('/');
  const offered =
    more.length === 0 && Object.hasOwn(platforms, platform!) ? platforms[platform!]!.workloads : null;
  if (offered && name !== undefined) {
    const found = offered.find((one) => one.name === name);
    if (found) return found;
    const known = offered.map((one) => `${platform}/${one.name}`).join(', ');
    throw new CliError(
      'usage',
      known ? `There is no workload ${named}: choose one of ${known}.` : `${platform} has no workloads.`,
    );
  }
  const parsed = workload.safeParse(json(await readFile(named, 'utf8'), named));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CliError(
    'usage',
    `${named} is no workload: ${issue!.path.join('.') || 'it'}: ${issue!.message}.`,
  );
}

async function readTexts(file: string): Promise<string[]> {
  const content = await readFile(file, 'utf8');
  const texts: unknown[] = content.trimStart().startsWith('[')
    ? (json(content, file) as unknown[])
    : content.split('\n').filter((line) => line.trim() !== '');
  if (texts.length > 0 && texts.every((text) => typeof text === 'string' && text !== ''))
    return texts as string[];
  throw new CliError('usage', `${file} holds no texts: it takes one on each line, or a JSON array of them.`);
}

async function readTrace(file: string): Promise<number[]> {
  const content = await readFile(file, 'utf8');
  const values: unknown[] = content.trimStart().startsWith('[')
    ? (json(content, file) as unknown[])
    : content
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map(Number);
  const good = values.every((value) => typeof value === 'number' && Number.isFinite(value) && value >= 0);
  if (!good || values.length === 0)
    throw new CliError(
      'usage',
      `${file} is no trace: it takes the starts of requests in seconds, one on each line or as a JSON array.`,
    );
  const starts = (values as number[]).toSorted((a, b) => a - b);
  // A trace may come with wall-clock seconds: what counts is the time since its first request.
  const from = starts[0]! > 86_400 ? starts[0]! : 0;
  return starts.map((start) => start - from);
}

function json(content: string, file: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new CliError('usage', `${file} is not JSON: ${(error as Error).message}.`, error);
  }
}
