import Big from 'big.js';
import { round4 } from '../decimal';
import type { Quadrant } from './catalogue';
import type { Needs, SwotAnswer, SwotInput, TowsMatrix } from './schema';

type Weighed = SwotInput['items'][number];

/** Weight of one entry: impact · fit, each 1–5, so 1–25. */
export const swotWeight = ({ impact, fit }: Pick<Weighed, 'impact' | 'fit'>): number => impact * fit;

/**
 * Totals per quadrant; net = S + O − W − T; index = net over the sum of all four, from −1 to 1.
 * Where every entry has a text, the strategies of the TOWS matrix come with it.
 */
export function scoreSwot({ items }: SwotInput): SwotAnswer {
  const total = (quadrant: Quadrant): number =>
    items.filter((item) => item.quadrant === quadrant).reduce((points, item) => points + swotWeight(item), 0);
  const totals = { S: total('S'), W: total('W'), O: total('O'), T: total('T') };
  const net = totals.S + totals.O - totals.W - totals.T;
  const all = totals.S + totals.O + totals.W + totals.T;
  const index = all === 0 ? 0 : round4(new Big(net).div(all));
  const named = items.filter(isNamed);
  return { totals, net, index, ...(named.length > 0 && named.length === items.length && { tows: towsOf(named) }) };
}

/** The entries of a needs record as the calculator takes them. */
export const swotOf = ({ swotItems = [] }: Pick<Needs, 'swotItems'>): SwotInput => ({
  items: swotItems.map(({ quadrant, text, impact, likelihoodOrFit }) => ({
    quadrant,
    text,
    impact,
    fit: likelihoodOrFit,
  })),
});

type Named = Weighed & { readonly text: string };
const isNamed = (item: Weighed): item is Named => item.text !== undefined;

const STRONGEST = 3;

/**
 * The TOWS matrix (Weihrich, 1982): strategies that set what we are (S, W) against what is outside (O, T). Each lists the
 * three weightiest entries of its two quadrants and the three pairs of them with the greatest joint weight.
 */
function towsOf(items: readonly Named[]): TowsMatrix {
  const strategy = (inner: Quadrant, outer: Quadrant): TowsMatrix['SO'] => {
    const [ours, theirs] = [strongest(items, inner), strongest(items, outer)];
    return { inner: ours, outer: theirs, pairs: strongestPairs(ours, theirs) };
  };
  return { SO: strategy('S', 'O'), WO: strategy('W', 'O'), ST: strategy('S', 'T'), WT: strategy('W', 'T') };
}

type Entry = TowsMatrix['SO']['inner'][number];

const strongest = (items: readonly Named[], quadrant: Quadrant): Entry[] =>
  items
    .filter((item) => item.quadrant === quadrant)
    .map((item) => ({ text: item.text, weight: swotWeight(item) }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, STRONGEST);

const strongestPairs = (inner: readonly Entry[], outer: readonly Entry[]): TowsMatrix['SO']['pairs'] =>
  inner
    .flatMap((ours) =>
      outer.map((theirs) => ({ inner: ours.text, outer: theirs.text, weight: ours.weight + theirs.weight })),
    )
    .sort((a, b) => b.weight - a.weight)
    .slice(0, STRONGEST);
