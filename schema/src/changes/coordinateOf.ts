import { type Change, ChangeType } from '@graphql-inspector/core';

/** The schema coordinate of a change. graphql-inspector's path has dots only: `Query.product.id`, `@tag.name`. */
export function coordinateOf({ path, type }: Pick<Change, 'path' | 'type'>): string | undefined {
  if (path === undefined || path === '' || type === ChangeType.DirectiveUsageSchemaAdded) return undefined;
  const [owner = '', member, argument] = path
    .split('.')
    .filter((part, n) => n === 0 || !part.startsWith('@'));
  if (member === undefined) return owner;
  if (owner.startsWith('@')) return `${owner}(${member}:)`;
  return argument === undefined ? `${owner}.${member}` : `${owner}.${member}(${argument}:)`;
}
