import Big from 'big.js';
import { figure } from './plan';

/** Basis points as people write them: 250 is 2.5 %. */
export const percentText = (bp: number | undefined): string =>
  bp === undefined ? '' : new Big(bp).div(100).toString();

/** What was typed in basis points; what is no figure stays a text, which the schema refuses in words. */
export function percentIn(text: string): number | string | undefined {
  const percent = figure(text);
  if (percent === null) return undefined;
  return typeof percent === 'string' ? percent : new Big(text).times(100).toNumber();
}
