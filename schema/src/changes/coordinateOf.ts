import { type Change, ChangeType } from '@graphql-inspector/core';

/** The schema coordinate of a change. graphql-inspector's path has dots only: `Query.product.id`, `@tag.name`, and goes
 * on into an applied directive, as `Product.price.@deprecated.reason`, which is of the coordinate that it is applied to. */
export function coordinateOf({ path, type }: Pick<Change, 'path' | 'type'>): string | undefined {
  if (path === undefined || path === '' || type === ChangeType.DirectiveUsageSchemaAdded) return undefined;
  const parts = path.split('.');
  const directive = parts.findIndex((part, n) => n > 0 && part.startsWith('@'));
  const [owner = '', member, argument] = directive === -1 ? parts : parts.slice(0, directive);
  if (member === undefined) return owner;
  if (owner.startsWith('@')) return `${owner}(${member}:)`;
  return argument === undefined ? `${owner}.${member}` : `${owner}.${member}(${argument}:)`;
}
