-- What was asked for under a client's idempotency key and what was answered, written in the transaction that did it.
-- A key is of one operation; it is the shop's, not the person's who used it.
create table idempotency_keys (
  operation text not null check (operation in ('RECEIVE', 'ADJUST', 'TRANSFER')),
  key text not null,
  input jsonb not null,
  -- The stock items as they were after it; null only until the transaction's end.
  answer jsonb,
  at timestamptz not null,
  primary key (operation, key)
);

-- The ledger by the kinds that staff look for. RESERVE, CONFIRM, RELEASE and EXPIRE are nearly all rows: a page of them is found
-- by the primary key, and an index would cost each buyer a write.
create index stock_movements_by_staff on stock_movements (kind, id desc)
  where kind in ('RECEIVE', 'ADJUST', 'RETURN', 'TRANSFER_OUT', 'TRANSFER_IN');
