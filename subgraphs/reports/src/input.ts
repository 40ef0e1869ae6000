/** What clients may ask for. */
import { badUserInput } from '@holdfast/kit-base/errors';
import { isCurrency, UNKNOWN_CURRENCY } from '@holdfast/kit-values/money';
import { id, text, validate } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import type { AuditAction, AuditSubjectType } from './domain/audit.ts';
import type {
  AuditFilter as AuditFilterInput,
  BestSellersOrder,
  SalesFilter as SalesFilterInput,
} from './generated/resolvers.ts';
import type { AuditFilter } from './store/findAudit.ts';
import type { Ranking } from './store/findProductSales.ts';
import type { SalesFilter } from './store/salesFilter.ts';

// The years of a four-digit date that PostgreSQL has too.
const day = z.iso
  .date('Must be a day such as 2026-11-20.')
  .refine((value) => !value.startsWith('0000'), 'Must be a day such as 2026-11-20.');

const salesFilter = z
  .object({
    from: day.nullish(),
    to: day.nullish(),
    currency: z.string().refine(isCurrency, UNKNOWN_CURRENCY).nullish(),
  })
  .refine(({ from, to }) => !from || !to || from <= to, {
    path: ['to'],
    message: 'Must not be before from.',
    when: () => true,
  });

export function readSalesFilter(filter: SalesFilterInput | null | undefined): SalesFilter {
  const { from = null, to = null, currency = null } = validate(salesFilter, filter ?? {}, ['filter']);
  return { from, to, currency };
}

/** @throws BAD_USER_INPUT for a ranking of amounts in several currencies. */
export function readRanking(
  orderBy: BestSellersOrder | null | undefined,
  { currency }: SalesFilter,
): NonNullable<Ranking> {
  if (orderBy !== 'REVENUE') return 'units';
  if (currency !== null) return 'revenue';
  throw badUserInput([
    { path: ['filter', 'currency'], message: 'Is needed to rank by revenue: amounts of one currency.' },
  ]);
}

/** GraphQL has read the enumerations and the times already. */
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
