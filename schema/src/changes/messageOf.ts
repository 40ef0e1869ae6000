import type { Change } from '@graphql-inspector/core';

/** graphql-inspector says of a default that went that it `changed from '3' to 'undefined'`. */
export function messageOf({ message }: Pick<Change, 'message'>): string {
  return message.replace(/ to 'undefined'$/, ' to none');
}
