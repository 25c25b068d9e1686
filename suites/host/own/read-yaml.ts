import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { z } from 'zod';
import { InputError } from './input-error.ts';

/** A YAML or JSON file of a shape. @throws InputError with the first thing that is wrong */
export async function readYaml<S extends z.ZodType>(
  file: string,
  shape: S,
  what: string,
): Promise<z.infer<S>> {
  let content: unknown;
  try {
    content = parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new InputError(`${file} cannot be read: ${(cause as Error).message.split('\n')[0]}.`, cause);
  }
  const parsed = shape.safeParse(content ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new InputError(`${file} is no ${what}: ${issue?.path.join('.') || 'it'}: ${issue?.message}.`);
}
