import { scalars } from '@holdfast/kit-values/scalars';
import { auditQueries } from './audit/resolvers.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { salesQueries, salesTypes } from './sales/resolvers.ts';
import { statusQueries } from './status/resolvers.ts';

export const resolvers: Resolvers = {
  ...scalars,
  ...salesTypes,
  Query: { ...salesQueries, ...auditQueries, ...statusQueries },
};
