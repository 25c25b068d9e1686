/** A selector of labels, as in the API's LabelSelector. */
export interface LabelSelection {
  readonly matchLabels?: Readonly<Record<string, string>> | undefined;
  readonly matchExpressions?:
    | readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[]
    | undefined;
}

export type Labels = Readonly<Record<string, string>> | undefined;

/** Whether the labels fit. As in the API, an empty selector fits everything and a missing one nothing. */
export function selects(selector: LabelSelection | undefined, labels: Labels): boolean {
  if (!selector) return false;
  const own = labels ?? {};
  const equal = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => own[key] === value);
  return equal && (selector.matchExpressions ?? []).every((one) => fits(one, own[one.key]));
}

function fits(
  { operator, values = [] }: { operator: string; values?: readonly string[] },
  value: string | undefined,
): boolean {
  if (operator === 'Exists') return value !== undefined;
  if (operator === 'DoesNotExist') return value === undefined;
  if (operator === 'In') return value !== undefined && values.includes(value);
  if (operator === 'NotIn') return value === undefined || !values.includes(value);
  return false;
}
