import { iso31661 } from 'iso-3166';
import { describe, expect, test } from 'vitest';
import { needsPostalCode } from '../src/country.ts';
import { postalAddress } from '../src/postalAddress.ts';
import { validate } from '../src/validation.ts';

const STREET = { recipient: 'A', line1: '1 High St', city: 'X' };

const problemsOf = (address: object) => {
  const { success, error } = postalAddress.safeParse({ ...STREET, ...address });
  return success ? [] : error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('a country', () => {
  test.each(['ZZ', 'XX', 'UK', 'EU', 'XK', 'AC', 'de', 'DEU', 'Germany', ' DE', '', '__proto__'])(
    'is not %j',
    (country) => {
      expect(problemsOf({ country, postalCode: '1' })).toEqual([
        'country: Must be an ISO 3166-1 alpha-2 code, such as DE.',
      ]);
    },
  );

  test('is one of the 249 codes that ISO 3166-1 assigns', () => {
    const assigned = iso31661.filter(({ state }) => state === 'assigned');
    expect(assigned).toHaveLength(249);
    for (const { alpha2: country } of assigned) {
      expect(problemsOf({ country, postalCode: null })).toEqual(
        needsPostalCode(country) ? [`postalCode: Is required in ${country}.`] : [],
      );
    }
  });
});

describe('a postal code', () => {
  test.each([
    ...['DE 10115', 'US 10001', 'US 10001-1234', 'GB SW1A 1AA', 'GB sw1a1aa', 'IE D02 AF30', 'NL 1012 ab'],
    ...['JP 100-0001', 'JP 1000001', 'SE 118 26', 'PL 00-950', 'PT 1000-205', 'BR 01310-100', 'CA K1A 0B1'],
    ...['AR C1000AAA', 'AR 1000', 'MD MD-2001', 'LV LV-1010', 'CZ 110 00', 'KR 03051', 'IN 110001', 'IS 101'],
    ...['AD AD500', 'MT VLT 1117', 'KY KY1-1100', 'FK FIQQ 1ZZ', 'VA 00120', 'AZ AZ 1000', 'SO JH 09010'],
  ])('%s has the format of its country', (text) => {
    expect(problemsOf({ country: text.slice(0, 2), postalCode: text.slice(3) })).toEqual([]);
  });

  test.each([
    'DE 1',
    'DE 1011A',
    'DE 101155',
    'US 1234',
    'GB 12345',
    'NL 1012',
    'JP 10',
    'FR 7500',
    'CA 12345',
  ])('%s does not have the format of its country', (text) => {
    const country = text.slice(0, 2);
    expect(problemsOf({ country, postalCode: text.slice(3) })).toEqual([
      `postalCode: Is not a postal code of ${country}.`,
    ]);
  });

  test.each(['HK', 'AE', 'AO', 'BO', 'BS', 'CW', 'FJ', 'GH', 'JM', 'MO', 'PS', 'QA', 'UG', 'ZW'])(
    '%s requires none, and accepts any',
    (country) => {
      for (const none of [{}, { postalCode: null }, { postalCode: ' ' }]) {
        expect(validate(postalAddress, { ...STREET, country, ...none })).toMatchObject({ postalCode: null });
      }
      expect(problemsOf({ country, postalCode: '00000' })).toEqual([]);
    },
  );

  test('that is missing is reported together with every other problem', () => {
    expect(problemsOf({ city: '\u3164', country: 'DE' })).toEqual([
      'city: Must contain a visible character.',
      'postalCode: Is required in DE.',
    ]);
    expect(problemsOf({ country: 'DE', postalCode: 7 })).toEqual([
      'postalCode: Invalid input: expected string, received number',
    ]);
  });
});
