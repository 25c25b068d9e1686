const factors: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A Kubernetes quantity (`10Gi`, `500m`, `1e3`) as a number; NaN where it is none. */
export function quantity(value: unknown): number {
  if (typeof value === 'number') return value;
  const [, number, suffix] =
    /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)(m|k|M|G|T|P|E|[KMGTPE]i)?$/.exec(String(value)) ?? [];
  return number === undefined ? Number.NaN : Number(number) * (suffix === undefined ? 1 : factors[suffix]!);
}

/** An `IntOrString` of a rolling update against a replica count; percents of a surge are rounded up. */
export function surgeOf(value: unknown, replicas: number): number {
  const [, percent] = /^(\d+)%$/.exec(String(value)) ?? [];
  return percent === undefined ? quantity(value) : Math.ceil((Number(percent) * replicas) / 100);
}
