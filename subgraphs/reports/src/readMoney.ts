import { type Money, type MoneyText, parseMoney } from '@holdfast/kit-values/money';

/** Money as another service wrote it. @throws Error for what is none: a defect there. */
export function readMoney(text: MoneyText): Money {
  const money = parseMoney(text);
  if (typeof money === 'string') throw new Error(`${text.amount} ${text.currency}: ${money}`);
  return money;
}
