import type { ArgumentNode, ValueNode } from 'graphql';

/** Arguments as text that is the same for the same arguments, in whatever order and notation they are written. */
export function canonicalArguments(given: readonly ArgumentNode[] | undefined): string {
  if (!given || given.length === 0) return '';
  return given
    .map(({ name, value }) => `${name.value}:${canonicalValue(value)}`)
    .sort()
    .join(',');
}

function canonicalValue(value: ValueNode): string {
  switch (value.kind) {
    case 'Variable':
      return `$${value.name.value}`;
    case 'NullValue':
      return 'null';
    case 'IntValue':
    case 'FloatValue':
      // 1.0 and 1 are one number; an integer beyond 2^53 keeps its digits.
      return Number.isSafeInteger(Number(value.value)) ? String(Number(value.value)) : value.value;
    case 'StringValue':
      // The planner writes the ID "2" as 2, and no other type of GraphQL's own takes both.
      return /^-?\d+$/.test(value.value) ? value.value : JSON.stringify(value.value);
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
