import { readFile } from 'node:fs/promises';
import type { ImageSpec } from './image.ts';
import type { LayerFile } from './layer.ts';

/** The user that images run as unless they must be root. */
export const nonroot = '65532:65532';

/** What almost every program expects around itself. */
export const baseFiles: readonly LayerFile[] = [
  {
    to: '/etc/passwd',
    text: 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n',
  },
  { to: '/etc/group', text: 'root:x:0:\nnonroot:x:65532:\n' },
  { to: '/tmp', folder: true, mode: 0o1777 },
];

const certificates = '/etc/ssl/certs/ca-certificates.crt';

/** The machine's list of public certificate authorities, where it has one. */
export async function certificateFiles(): Promise<LayerFile[]> {
  return readFile(certificates, 'utf8').then(
    (text) => [{ to: certificates, text }],
    () => [],
  );
}

/** An image that holds one static binary at `/NAME`. */
export function staticImage(
  name: string,
  tag: string,
  binary: string,
  extra: Partial<Omit<ImageSpec, 'name' | 'tag'>> = {},
): ImageSpec {
  return {
    entrypoint: [`/${name}`],
    user: nonroot,
    ...extra,
    name,
    tag,
    files: [...baseFiles, { from: binary, to: `/${name}`, mode: 0o755 }, ...(extra.files ?? [])],
  };
}
