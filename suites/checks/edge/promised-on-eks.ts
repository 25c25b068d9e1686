import { type Door, type Doors, doorsOf } from './doors.ts';
import { providerOf } from './provider.ts';

/** The doors behind EKS's load balancer, for which alone the seed promises a redirect and TLS 1.2. */
export async function doorsOnEks(
  context: Parameters<typeof doorsOf>[0],
): Promise<Doors & { readonly doors: readonly Door[] }> {
  const { doors, none } = await doorsOf(context);
  if (doors.length === 0) return { doors, none };
  const told = doors.map((door) => ({ door, ...providerOf(door.ingress, context.settings) }));
  const { provider, because } = told[0]!;
  return {
    doors: told.filter((each) => each.provider === 'eks').map(({ door }) => door),
    none: `promised on EKS only, and this is ${provider} (${because})`,
  };
}
