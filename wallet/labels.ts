/**
 * Labels are private: what is stored in the clear holds addresses alone, and labels are put in when it is read, while the wallet is open. A label is a field of
 * whatever names an address: a phrase's value, or an address with its forms.
 */

interface Labelled {
  readonly address: string;
  readonly label: string | null;
}

/** Every label in a JSON value taken out. */
export const withoutLabels = <T>(value: T): T => relabelled(value, () => null);

/** Every address in a JSON value with its label. `labelOf` is given the address as its text stands there. */
export const withLabels = <T>(value: T, labelOf: (address: string) => string | null): T => relabelled(value, ({ address }) => labelOf(address));

function relabelled<T>(value: T, labelOf: (labelled: Labelled) => string | null): T {
  if (Array.isArray(value)) return value.map((item: unknown) => relabelled(item, labelOf)) as T;
  if (value === null || typeof value !== "object") return value;
  const fields = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, relabelled(inner as unknown, labelOf)]));
  return (isLabelled(fields) ? { ...fields, label: labelOf(fields) } : fields) as T;
}

const isLabelled = (value: object): value is Labelled =>
  "label" in value && "address" in value && typeof value.address === "string" && (value.label === null || typeof value.label === "string");
