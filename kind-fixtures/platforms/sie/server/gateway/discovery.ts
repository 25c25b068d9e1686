import type { Kubernetes } from '../wire/kubernetes.ts';

/** Where the workers are now, as base URLs. Throws where nobody can tell. */
export type Discovery = () => Promise<readonly string[]>;

export const fixedWorkers =
  (urls: readonly string[]): Discovery =>
  async () =>
    urls;

interface Endpoints {
  subsets?: { addresses?: { ip: string }[]; ports?: { name?: string; port: number }[] }[];
}

/** The ready addresses of a Service, as the vendor's gateway finds them: its Endpoints. */
export function workersOfService(kubernetes: Kubernetes, service: string): Discovery {
  return async () => {
    const path = `/api/v1/namespaces/${kubernetes.namespace}/endpoints/${service}`;
    const { status, body } = await kubernetes.call('GET', path);
    if (status !== 200) throw new Error(`the Endpoints of ${service} answered ${status}`);
    return ((body as Endpoints).subsets ?? []).flatMap(({ addresses = [], ports = [] }) => {
      const port = ports.find(({ name }) => name === 'http')?.port;
      return port === undefined ? [] : addresses.map(({ ip }) => `http://${ip}:${port}`);
    });
  };
}
