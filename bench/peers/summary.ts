import { median } from 'simple-statistics';
import { CLIENTS, type Measured, type Step, STEPS } from '../approvals/rounds';

/** Each round somebody else goes first, and whoever went first goes last. */
export const inTurn = <T>(items: readonly T[], round: number): readonly T[] => {
  const first = items.length === 0 ? 0 : round % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
};

export type Figure = 'perSecond' | 'p50' | 'cpuMs' | 'wholeCpuMs';

interface Place {
  readonly peer: string;
  readonly step: Step;
  readonly clients: number;
}

const at = (all: readonly Measured[], { peer, step, clients }: Place): readonly Measured[] =>
  all.filter((one) => one.peer === peer && one.step === step && one.clients === clients);

export const middle = (all: readonly Measured[], place: Place, figure: Figure): number =>
  middleOf(at(all, place).map((one) => one[figure]));

/** The median of the ratios of each round, so that what the machine did to a round counts for both. */
export function ratio(all: readonly Measured[], place: Place, { to, figure }: { to: string; figure: Figure }): number {
  const base = new Map(at(all, { ...place, peer: to }).map((one) => [one.round, one[figure]]));
  const ratios = at(all, place).flatMap((one) => {
    const other = base.get(one.round);
    return other ? [one[figure] / other] : [];
  });
  return middleOf(ratios);
}

export const middleOf = (some: readonly number[]): number => (some.length === 0 ? Number.NaN : median([...some]));

const FIGURES: readonly (readonly [Figure, string])[] = [
  ['perSecond', 'a second'],
  ['p50', 'p50 ms'],
  ['cpuMs', 'own processor ms'],
  ['wholeCpuMs', 'with servers'],
];

const shown = (value: number): string =>
  Number.isNaN(value) ? '–' : value.toLocaleString('en', { maximumSignificantDigits: value < 1_000 ? 2 : 3 });

/** One table for each step: a line for each peer, with the figure of each number of clients and its ratio to the first peer. */
export function tables(all: readonly Measured[], [first = '', ...others]: readonly string[]): readonly string[] {
  return STEPS.flatMap((step) => {
    const heads = FIGURES.flatMap(([, words]) => CLIENTS.map((clients) => `${words}, ${clients}`));
    const lines = [first, ...others].map((peer) => {
      const cells = FIGURES.flatMap(([figure]) =>
        CLIENTS.map((clients) => {
          const place = { peer, step, clients };
          const times = peer === first ? '' : ` (${shown(ratio(all, place, { to: first, figure }))})`;
          return `${shown(middle(all, place, figure))}${times}`;
        }),
      );
      return `| ${peer} | ${cells.join(' | ')} |`;
    });
    return [`| ${step} | ${heads.join(' | ')} |`, `|${'---|'.repeat(heads.length + 1)}`, ...lines, ''];
  });
}
