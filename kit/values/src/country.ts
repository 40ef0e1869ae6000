/** Countries, and how they write their postal codes. */
import { iso31661 } from 'iso-3166';
import { validate } from 'postal-codes-js';
import { postcodeValidator, postcodeValidatorExistsForCountry } from 'postcode-validator';

const COUNTRIES: ReadonlySet<string> = new Set(
  iso31661.filter(({ state }) => state === 'assigned').map(({ alpha2 }) => alpha2),
);

/** Whether this is an officially assigned alpha-2 code of ISO 3166-1: neither `UK`, `EU` nor `XK` is. */
export function isCountry(code: string): boolean {
  return COUNTRIES.has(code);
}

/**
 * Whether every address of a country has a postal code. Two libraries have a list; where they differ (Bermuda, Jamaica,
 * Palestine and 11 others) codes exist and many addresses have none.
 */
export function needsPostalCode(country: string): boolean {
  return validate(country, '?') !== true && postcodeValidatorExistsForCountry(country);
}

/**
 * Whether a postal code has the form of its country; anything where none is needed. Each library refuses codes that are
 * good (`C1000AAA` of Argentina and `100-0001` without its hyphen), so either may take it.
 */
export function isPostalCode(code: string, country: string): boolean {
  if (!needsPostalCode(country)) return true;
  return validate(country, code) === true || postcodeValidator(code.toUpperCase(), country);
}
