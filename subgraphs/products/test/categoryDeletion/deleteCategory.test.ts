import { NAMES_NO_INDEX, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { updateCategory } from '../../src/categories/updateCategory.ts';
import { deleteCategory } from '../../src/categoryDeletion/deleteCategory.ts';
import { callerOf } from '../support/callers.ts';
import { testProducts } from '../support/testProducts.ts';

const staff = callerOf(newUuid(), 'STAFF');

unlessFerretdb(test, NAMES_NO_INDEX)(
  'a category in use is not deleted, whatever the status of its products',
  async () => {
    await using catalogue = await testProducts();
    const top = await catalogue.addCategory({ name: 'Top' });
    const used = await catalogue.addCategory({ name: 'Used', parentId: top.id });
    await catalogue.addProduct({ status: 'ARCHIVED', categoryId: used.id });
    const remove = async (id: string) => {
      const { data, errors } = await catalogue.as(staff)(`mutation { deleteCategory(id: "${id}") }`);
      return data.deleteCategory ?? errors?.[0]?.extensions?.['code'];
    };
    expect([await remove(top.id), await remove(used.id), await remove(newUuid()), await remove('x')]).toEqual(
      ['CONFLICT', 'CONFLICT', 'NOT_FOUND', 'BAD_USER_INPUT'],
    );
    const empty = await catalogue.addCategory({ name: 'Empty', parentId: top.id });
    expect([await remove(empty.id), await remove(empty.id)]).toEqual([true, 'NOT_FOUND']);
    await catalogue.addProduct({ categoryId: used.id });
  },
);

unlessFerretdb(test, NAMES_NO_INDEX)(
  'nothing ends up in a category that is deleted at the same time',
  async () => {
    await using catalogue = await testProducts();
    const { deps } = catalogue;
    for (let round = 0; round < 15; round++) {
      const { id } = await catalogue.addCategory({ name: 'Short-lived' });
      const other = await catalogue.addCategory({ name: 'Other' });
      const [deleted] = await Promise.allSettled([
        deleteCategory(deps, id),
        catalogue.addProduct({ categoryId: id }),
        catalogue.addCategory({ name: 'Below', parentId: id }),
        updateCategory(deps, { id: other.id, input: { name: 'Other', parentId: id } }),
        deleteCategory(deps, id).catch(() => {}),
      ]);
      const exists = (await deps.categories.countDocuments({ _id: id })) === 1;
      if (deleted?.status === 'fulfilled') expect(exists).toBe(false);
      if (exists) continue;
      expect(await deps.products.countDocuments({ categoryId: id })).toBe(0);
      expect(await deps.categories.countDocuments({ parentId: id })).toBe(0);
    }
  },
);
