import Big from 'big.js';
import { round4 } from '../decimal';
import type { Quadrant } from './catalogue';
import type { SwotAnswer, SwotInput } from './schema';

type Weighed = SwotInput['items'][number];

/** Weight of one entry: impact · fit, each 1–5, so 1–25. */
export const swotWeight = ({ impact, fit }: Pick<Weighed, 'impact' | 'fit'>): number => impact * fit;

/** Totals per quadrant; net = S + O − W − T; index = net over the sum of all four, from −1 to 1. */
export function scoreSwot({ items }: SwotInput): SwotAnswer {
  const total = (quadrant: Quadrant): number =>
    items.filter((item) => item.quadrant === quadrant).reduce((points, item) => points + swotWeight(item), 0);
  const totals = { S: total('S'), W: total('W'), O: total('O'), T: total('T') };
  const net = totals.S + totals.O - totals.W - totals.T;
  const all = totals.S + totals.O + totals.W + totals.T;
  return { totals, net, index: all === 0 ? 0 : round4(new Big(net).div(all)) };
}

const STRONGEST = 3;

/** TOWS pairs: the three weightiest entries of each of the two quadrants that a strategy combines. */
export function towsPairs<T extends Weighed>(items: readonly T[]): Record<'SO' | 'WO' | 'ST' | 'WT', readonly T[]> {
  const top = (quadrant: Quadrant): readonly T[] =>
    items
      .filter((item) => item.quadrant === quadrant)
      .toSorted((a, b) => swotWeight(b) - swotWeight(a))
      .slice(0, STRONGEST);
  const [s, w, o, t] = [top('S'), top('W'), top('O'), top('T')];
  return { SO: [...s, ...o], WO: [...w, ...o], ST: [...s, ...t], WT: [...w, ...t] };
}
