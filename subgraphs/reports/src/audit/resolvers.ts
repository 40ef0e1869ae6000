import type { QueryResolvers } from '../generated/resolvers.ts';
import { readAuditFilter } from './input.ts';
import { auditPage } from './page.ts';

export const auditQueries: Pick<QueryResolvers, 'auditTrail'> = {
  auditTrail: (_root, args, { deps }) => auditPage(deps, readAuditFilter(args.filter), args),
};
