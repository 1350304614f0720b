import { isOnTarget } from '../kpi/score';
import type { EarnBackAnswer, EarnBackInput } from './schema';

/** Whether a credit is reversed: `window` months in a row on target after the miss; `atIndex` is the month that completes them. */
export function earnBack({ target, direction, values, window }: EarnBackInput): EarnBackAnswer {
  let inARow = 0;
  for (const [index, value] of values.entries()) {
    inARow = isOnTarget(value, { target, direction }) ? inARow + 1 : 0;
    if (inARow === window) return { reversed: true, atIndex: index };
  }
  return { reversed: false, atIndex: null };
}
