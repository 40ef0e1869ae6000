import type { ArgumentNode, ValueNode } from 'graphql';

/** Returns a text that is equal for equal arguments, whatever their order and notation. */
export function canonicalArguments(given: readonly ArgumentNode[] | undefined): string {
  if (!given || given.length === 0) return '';
  return given
    .map(({ name, value }) => `${name.value}:${canonicalValue(value)}`)
    .sort()
    .join(',');
}

const INTEGER = /^(?:0|-?[1-9]\d*)$/;
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/**
 * Normalizes a number: the planner writes 1.50 as 1.5, and 1e21 as 1e+21. Digits that it loses beyond those
 * of a double make it a different number.
 */
function canonicalNumber(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

function canonicalValue(value: ValueNode): string {
  switch (value.kind) {
    case 'Variable':
      return `$${value.name.value}`;
    case 'NullValue':
      return 'null';
    case 'IntValue':
    case 'FloatValue':
      return canonicalNumber(value.value);
    case 'StringValue':
      // The planner writes the ID "2" as 2; no other built-in type accepts both.
      return INTEGER.test(value.value) ? canonicalNumber(value.value) : JSON.stringify(value.value);
    case 'ListValue':
      return `[${value.values.map(canonicalValue).join(',')}]`;
    case 'ObjectValue':
      return `{${value.fields
        .map((field) => `${field.name.value}:${canonicalValue(field.value)}`)
        .sort()
        .join(',')}}`;
    default:
      return String(value.value);
  }
}
