/** An image reference, taken apart as container runtimes do (github.com/distribution/reference). */
export interface ImageName {
  /** `ghcr.io`, `localhost:5000`; Docker Hub's own name where none is given. */
  readonly registry: string;
  readonly repository: string;
  /** Tag or digest, as the registry is asked for it. */
  readonly reference: string;
  /** The name in full, as a node lists it. */
  readonly full: string;
}

export const dockerHub = 'docker.io';

/** The parts of an image's name; `latest` where it has neither tag nor digest. */
export function imageName(image: string): ImageName {
  const [named = '', digest] = image.split('@');
  const slash = named.indexOf('/');
  const first = slash < 0 ? '' : named.slice(0, slash);
  const hasRegistry = /[.:]/.test(first) || first === 'localhost';
  const registry = hasRegistry ? first.replace(/^index\.docker\.io$/, dockerHub) : dockerHub;
  const path = hasRegistry ? named.slice(slash + 1) : named;
  const colon = path.lastIndexOf(':');
  const tagged = colon > path.lastIndexOf('/');
  const bare = tagged ? path.slice(0, colon) : path;
  const repository = registry === dockerHub && !bare.includes('/') ? `library/${bare}` : bare;
  const reference = digest ?? (tagged ? path.slice(colon + 1) : 'latest');
  return {
    registry,
    repository,
    reference,
    full: `${registry}/${repository}${digest === undefined ? ':' : '@'}${reference}`,
  };
}

/** Whether a registry is this machine's own: container runtimes speak plain HTTP to those. */
export const isLoopback = (host: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(host);
