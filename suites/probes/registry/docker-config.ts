import { z } from 'zod';
import { jsonOf } from '../json-of.ts';
import { dockerHub, imageName } from './image-name.ts';
import type { RegistryCredentials } from './probe.ts';

const entry = z.object({
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
});
const config = z.object({ auths: z.record(z.string(), entry) });

/**
 * The credentials that a pull secret (`kubernetes.io/dockerconfigjson`, decoded) has for an image; the longest
 * matching key wins, as in the kubelet. Null where it has none, or is no such file.
 */
export function credentialsFor(image: string, dockerConfig: string): RegistryCredentials | null {
  const parsed = config.safeParse(jsonOf(dockerConfig));
  if (!parsed.success) return null;
  const { registry, repository } = imageName(image);
  const wanted = `${registry}/${repository}`;
  const [best] = Object.entries(parsed.data.auths)
    .map(([key, value]) => ({ key: normal(key), value }))
    .filter(({ key }) => matches(key, wanted))
    .sort((a, b) => b.key.length - a.key.length);
  if (!best) return null;
  const { auth, username, password } = best.value;
  if (username !== undefined && password !== undefined) return { username, password };
  const [user, ...rest] = Buffer.from(auth ?? '', 'base64')
    .toString()
    .split(':');
  return user && rest.length > 0 ? { username: user, password: rest.join(':') } : null;
}

const normal = (key: string): string =>
  key
    .replace(/^https?:\/\//, '')
    .replace(/\/(v1|v2)?\/?$/, '')
    .replace(/^(index|registry-1)\.docker\.io/, dockerHub);

/** A key may name a path below the registry, and `*` for one part of the host's name. */
function matches(key: string, wanted: string): boolean {
  const [host = '', ...path] = key.split('/');
  const [wantedHost = '', ...wantedPath] = wanted.split('/');
  const parts = host.split('.');
  const wantedParts = wantedHost.split('.');
  return (
    parts.length === wantedParts.length &&
    parts.every((part, at) => part === '*' || part === wantedParts[at]) &&
    path.every((part, at) => part === wantedPath[at])
  );
}
