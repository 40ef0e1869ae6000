import { postalAddress } from '@holdfast/kit-values/postalAddress';
import { id, text } from '@holdfast/kit-values/validation';
import { z } from 'zod';

const addressInput = z.object({
  label: text(0, 50)
    .nullish()
    .transform((value) => (value === undefined ? undefined : value || null)),
  isDefault: z
    .boolean()
    .nullish()
    .transform((value) => value ?? undefined),
  address: postalAddress,
});

export const addAddressSchema = z.object({ input: addressInput });

export const updateAddressSchema = z.object({ id, input: addressInput });

export const removeAddressSchema = z.object({ id });
