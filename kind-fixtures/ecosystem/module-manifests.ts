import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { moduleFolder } from '../toolchain/module-folder.ts';
import { programNamed } from '../toolchain/programs.ts';
import type { Manifest } from './cluster-objects.ts';
import type { EcosystemProgram } from './images.ts';

/** Manifests that the authors of a program keep in its module: `files` are paths in it. */
export async function moduleManifests(
  program: EcosystemProgram,
  module: string,
  files: readonly string[],
): Promise<Manifest[]> {
  const folder = await moduleFolder(programNamed(program).moduleDir, module);
  const read = files.map(async (file) =>
    parseAllDocuments(await readFile(join(folder, file), 'utf8'))
      .map((document) => document.toJS() as Manifest | null)
      .filter((object) => object !== null),
  );
  return (await Promise.all(read)).flat();
}

interface Subject {
  readonly namespace?: string;
}

/** The same objects in another namespace than the one that they name; those of the system stay there. */
export function relocate(objects: readonly Manifest[], from: string, to: string): Manifest[] {
  const moved = (namespace: string | undefined) => (namespace === from ? to : namespace);
  return objects.map((object) => {
    const namespace = moved(object.metadata.namespace);
    const subjects = object.subjects as readonly Subject[] | undefined;
    return {
      ...object,
      metadata: { ...object.metadata, ...(namespace !== undefined && { namespace }) },
      ...(subjects && {
        subjects: subjects.map((subject) => ({ ...subject, namespace: moved(subject.namespace) })),
      }),
    };
  });
}
