import { id, text, validate } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import type { AuditFilter as AuditFilterInput } from '../generated/resolvers.ts';
import type { AuditAction, AuditSubjectType } from './domain.ts';
import type { AuditFilter } from './queries.ts';

/** GraphQL has already parsed the enumerations and the times. */
const auditFilter = z
  .object({
    actor: text(1, 100).nullish(),
    action: z.array(z.custom<AuditAction>()).min(1, 'Name an action, or leave it out.').nullish(),
    subjectType: z.custom<AuditSubjectType>().nullish(),
    subjectId: id.nullish(),
    from: z.date().nullish(),
    to: z.date().nullish(),
  })
  .refine(({ from, to }) => !from || !to || from <= to, {
    path: ['to'],
    message: 'Must not be before from.',
    when: () => true,
  });

/** @throws BAD_USER_INPUT for a filter that is not valid. */
export function readAuditFilter(filter: AuditFilterInput | null | undefined): AuditFilter {
  const valid = validate(auditFilter, filter ?? {}, ['filter']);
  return {
    actor: valid.actor ?? null,
    actions: valid.action ?? null,
    subjectType: valid.subjectType ?? null,
    subjectId: valid.subjectId ?? null,
    from: valid.from ?? null,
    to: valid.to ?? null,
  };
}
