/** Countries and the formats of their postal codes. */
import { iso31661 } from 'iso-3166';
import { validate } from 'postal-codes-js';
import { postcodeValidator, postcodeValidatorExistsForCountry } from 'postcode-validator';

const COUNTRIES: ReadonlySet<string> = new Set(
  iso31661.filter(({ state }) => state === 'assigned').map(({ alpha2 }) => alpha2),
);

/** Returns true for an officially assigned alpha-2 code of ISO 3166-1. `UK`, `EU` and `XK` are not. */
export function isCountry(code: string): boolean {
  return COUNTRIES.has(code);
}

/**
 * Returns true when every address of a country has a postal code. Two libraries have a list. Where they
 * differ (Bermuda, Jamaica, Palestine and 11 others), the country has codes, but many addresses have none.
 */
export function needsPostalCode(country: string): boolean {
  return validate(country, '?') !== true && postcodeValidatorExistsForCountry(country);
}

/**
 * Returns true when a postal code has the format of its country. Accepts any code where none is required.
 * Each library rejects valid codes (`C1000AAA` of Argentina, and `100-0001` without its hyphen), so it is
 * enough that one of them accepts the code.
 */
export function isPostalCode(code: string, country: string): boolean {
  if (!needsPostalCode(country)) return true;
  return validate(country, code) === true || postcodeValidator(code.toUpperCase(), country);
}
