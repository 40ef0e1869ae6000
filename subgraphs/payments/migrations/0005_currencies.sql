-- Formats money as the API does: with the currency's own number of decimals, according to ISO 4217, which
-- `kit/values/src/money.ts` takes from a library. `test/events.test.ts` compares the two for each currency.
create or replace function money_text(amount bigint, currency text) returns jsonb language sql immutable
return jsonb_build_object('currency', currency, 'amount', case
  when currency in ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF',
    'XPF') then amount::text
  when currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then round(amount / 1000.0, 3)::text
  when currency in ('CLF', 'UYW') then round(amount / 10000.0, 4)::text
  else round(amount / 100.0, 2)::text
end);
