import { z } from 'zod';
import { isCountry, isPostalCode, needsPostalCode } from './country.ts';
import { optionalText, text } from './validation.ts';

/** Where a parcel goes. */
export interface PostalAddress {
  readonly recipient: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly region: string | null;
  /** Null where the country has none. */
  readonly postalCode: string | null;
  /** ISO 3166-1 alpha-2; an address that was stored before this was checked may have another. */
  readonly country: string;
}

/** The problem of a postal code. @param given of any type: the address may have other problems. */
function postalCodeProblem({ postalCode, country }: Record<string, unknown>): string | undefined {
  if (typeof country !== 'string' || !isCountry(country)) return undefined;
  if (typeof postalCode !== 'string') {
    return postalCode === null && needsPostalCode(country) ? `Is needed in ${country}.` : undefined;
  }
  return isPostalCode(postalCode, country) ? undefined : `Is no postal code of ${country}.`;
}

/** An address as a client writes it; empty optional lines are null. */
export const postalAddress = z
  .object({
    recipient: text(1, 100),
    line1: text(1, 100),
    line2: optionalText(100),
    city: text(1, 100),
    region: optionalText(100),
    postalCode: optionalText(20),
    country: z.string().refine(isCountry, 'Must be an ISO 3166-1 alpha-2 code, such as DE.'),
  })
  .refine((address) => postalCodeProblem(address) === undefined, {
    path: ['postalCode'],
    error: ({ input }) => postalCodeProblem(input as Record<string, unknown>),
    // Also when another part has a problem: a client is told all of them at once.
    when: ({ value }) => typeof value === 'object' && value !== null,
  });
