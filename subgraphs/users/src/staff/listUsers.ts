import { isId } from '@holdfast/kit-base/ids';
import { type CountedPage, pageRequest, toPage } from '@holdfast/kit-values/page';
import { validate } from '@holdfast/kit-values/validation';
import { searchWords } from '../accounts/domain/searchWords.ts';
import { type UserView, type Viewer, viewOf } from '../accounts/domain/visibility.ts';
import type { Collections } from '../database/collections.ts';
import { searchSchema } from './input.ts';
import { countUsers, findUserPage } from './queries.ts';

export type UserPage = CountedPage<UserView>;

/**
 * Lists users, the newest first.
 * @throws BAD_USER_INPUT for an invalid page, or a search that is not text.
 */
export async function listUsers(
  { users }: Pick<Collections, 'users'>,
  viewer: Viewer,
  args: {
    first?: number | null | undefined;
    after?: string | null | undefined;
    search?: string | null | undefined;
  },
): Promise<UserPage> {
  const { search } = validate(searchSchema, { search: args.search });
  const page = pageRequest(args, [isId]);
  const words = searchWords(search ?? '');
  // A search without a letter or a digit matches no user; an empty one matches all.
  const nothing = words.length === 0 && Boolean(search);
  const place = { limit: page.limit + 1, after: page.after?.[0] };
  const found = nothing ? [] : await findUserPage(users, words, place);
  const views = found.map((user) => viewOf(viewer, user));
  return {
    ...toPage(views, page, ({ user }) => [user.id]),
    totalCount: async () => (nothing ? 0 : countUsers(users, words)),
  };
}
