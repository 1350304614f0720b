import type Big from 'big.js';
import { moneyText, readMoney } from '../amount';
import { sum } from '../decimal';
import { isCharge } from './settlement-kinds';
import type { SettlementAnswer, SettlementInput } from './settlement-schema';

/**
 * The account at the end of an engagement: net = charges − deductions; below zero the supplier pays. The first payment
 * leaves out disputed charges but still takes disputed deductions; all that is disputed stands in suspense.
 * Throws `INVALID_FIELDS` when an amount is of another currency or has too many digits.
 */
export function settle({ currency, lines }: SettlementInput): SettlementAnswer {
  const read = lines.map(({ kind, amount, disputed = false }, index) => ({
    charge: isCharge(kind),
    disputed,
    exact: readMoney(amount, { path: `lines.${index}.amount`, currency }),
  }));
  type Line = (typeof read)[number];
  const total = (isWanted: (line: Line) => boolean): Big => sum(read.filter(isWanted).map(({ exact }) => exact));
  const plus = total(({ charge }) => charge);
  const minus = total(({ charge }) => !charge);
  const undisputed = total(({ charge, disputed }) => charge && !disputed);
  const net = plus.minus(minus);
  return {
    plus: moneyText(plus, currency),
    minus: moneyText(minus, currency),
    net: moneyText(net, currency),
    direction: net.lt(0) ? 'receive' : 'pay',
    firstPayment: moneyText(undisputed.minus(minus), currency),
    suspense: moneyText(
      total(({ disputed }) => disputed),
      currency,
    ),
  };
}
