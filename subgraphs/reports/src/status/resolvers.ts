import type { QueryResolvers } from '../generated/resolvers.ts';
import { readStatus } from './readStatus.ts';

export const statusQueries: Pick<QueryResolvers, 'reportsStatus'> = {
  reportsStatus: (_root, _args, { deps, consuming }) => readStatus(deps, consuming),
};
