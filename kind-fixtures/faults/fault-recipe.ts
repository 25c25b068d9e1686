/** One fault that a stand-in can be ordered to have, and what should notice it. */
export interface FaultRecipe {
  /** `<platform>/<name>`; the file has the name. */
  readonly id: string;
  readonly platform: string;
  /** What a person would say is wrong. */
  readonly title: string;
  /** Helm values, laid over those of the platform's fixture. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Body of `POST /faults` on any pod's port 8080; missing where it can only be had by values. */
  readonly runtime?: readonly Readonly<Record<string, unknown>>[];
  /** Ids of the checks that should catch it, the surest first; `bench` stands for the benchmark's criteria. */
  readonly caughtBy: readonly string[];
}

/** The recipe of a fault that the stand-in Cartesia's own program has: the same by values and at run time. */
export function cartesiaFault(
  name: string,
  title: string,
  fault: Readonly<Record<string, unknown>>,
  caughtBy: readonly string[],
): FaultRecipe {
  const values = { standIn: { faults: [fault] } };
  return { id: `cartesia/${name}`, platform: 'cartesia', title, values, runtime: [fault], caughtBy };
}
