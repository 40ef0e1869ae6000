import { z } from 'zod';
import { isCountry, isPostalCode, needsPostalCode } from './country.ts';
import { optionalText, text } from './validation.ts';

/** The address that a parcel is sent to. */
export interface PostalAddress {
  readonly recipient: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly region: string | null;
  /** Null when the country has no postal codes. */
  readonly postalCode: string | null;
  /** ISO 3166-1 alpha-2. Addresses stored before this was checked may have other values. */
  readonly country: string;
}

/**
 * Returns the problem with a postal code. The fields can have any type, because the address may have other
 * problems.
 */
function postalCodeProblem({ postalCode, country }: Record<string, unknown>): string | undefined {
  if (typeof country !== 'string' || !isCountry(country)) return undefined;
  if (typeof postalCode !== 'string') {
    return postalCode === null && needsPostalCode(country) ? `Is required in ${country}.` : undefined;
  }
  return isPostalCode(postalCode, country) ? undefined : `Is not a postal code of ${country}.`;
}

/** An address from a client. Empty optional fields become null. */
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
    // Runs even when another field has a problem, so that a client gets all problems at once.
    when: ({ value }) => typeof value === 'object' && value !== null,
  });
