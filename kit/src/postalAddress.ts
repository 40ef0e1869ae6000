import { z } from 'zod';
import { optionalText, text } from './validation.ts';

/** Where a parcel goes. */
export interface PostalAddress {
  readonly recipient: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly region: string | null;
  readonly postalCode: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** An address as a client writes it; empty optional lines are null. */
export const postalAddress = z.object({
  recipient: text(1, 100),
  line1: text(1, 100),
  line2: optionalText(100),
  city: text(1, 100),
  region: optionalText(100),
  postalCode: text(1, 20),
  country: z.string().regex(/^[A-Z]{2}$/, 'Must be an ISO 3166-1 alpha-2 code, such as DE.'),
});
