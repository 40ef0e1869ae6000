/** Corrections of how graphql-inspector names a change and words its message. */
import { type Change, ChangeType } from '@graphql-inspector/core';

/**
 * Returns the schema coordinate of a change. graphql-inspector's path has only dots: `Query.product.id`,
 * `@tag.name`. It continues into an applied directive, as in `Product.price.@deprecated.reason`, whose
 * coordinate is `Product.price`.
 */
export function coordinateOf({ path, type }: Pick<Change, 'path' | 'type'>): string | undefined {
  if (path === undefined || path === '' || type === ChangeType.DirectiveUsageSchemaAdded) return undefined;
  const parts = path.split('.');
  const directive = parts.findIndex((part, n) => n > 0 && part.startsWith('@'));
  const [owner = '', member, argument] = directive === -1 ? parts : parts.slice(0, directive);
  if (member === undefined) return owner;
  if (owner.startsWith('@')) return `${owner}(${member}:)`;
  return argument === undefined ? `${owner}.${member}` : `${owner}.${member}(${argument}:)`;
}

/**
 * Returns the message of a change. graphql-inspector says `changed from '3' to 'undefined'` for a removed
 * default.
 */
export function messageOf({ message }: Pick<Change, 'message'>): string {
  return message.replace(/ to 'undefined'$/, ' to none');
}
