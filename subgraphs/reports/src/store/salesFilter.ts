/** Which sums a report is made of. Null is no condition. */
export interface SalesFilter {
  /** Days, `2026-11-20`, both included. */
  readonly from: string | null;
  readonly to: string | null;
  readonly currency: string | null;
}

/** The condition, on `$1` to `$3`. Sums of orders that were all cancelled are zero, and no sales. */
export const MATCHES = `orders > 0 and ($1::date is null or day >= $1) and ($2::date is null or day <= $2)
  and ($3::text is null or currency = $3)`;

export const valuesOf = ({ from, to, currency }: SalesFilter): unknown[] => [from, to, currency];
