type Snake<S extends string> = S extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${Snake<Tail>}`
  : S;

/** An object with its keys as the JSON of `seatrial bench` spells them: `cpuCores` is `cpu_cores`. */
export type SnakeCase<T> = { readonly [K in keyof T as Snake<K & string>]: T[K] };

export const snakeCase = <T extends object>(of: T): SnakeCase<T> =>
  Object.fromEntries(
    Object.entries(of).map(([key, value]) => [
      key.replace(/[A-Z]/g, (one) => `_${one.toLowerCase()}`),
      value,
    ]),
  ) as SnakeCase<T>;
