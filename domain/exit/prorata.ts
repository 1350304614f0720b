import Big from 'big.js';
import { moneyText } from '../amount';
import type { ProrataAnswer, ProrataInput } from './settlement-schema';

/** The fee of a part of a month: monthly · days / days of the month, half-up to the minor unit. */
export const proRata = ({ monthly, days, daysInMonth }: ProrataInput): ProrataAnswer => ({
  money: moneyText(new Big(monthly.amount).times(days).div(daysInMonth), monthly.currency),
});
