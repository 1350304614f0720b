import { inTurn, middle, middleOf, ratio, tables } from '../../bench/peers/summary';
import type { Measured } from '../../bench/approvals/rounds';

const one = (peer: string, round: number, perSecond: number): Measured => ({
  ...{ peer, step: 'start', clients: 1, round, perSecond },
  ...{ p50: 1_000 / perSecond, cpuMs: 2, wholeCpuMs: 4 },
});
const place = (peer: string) => ({ peer, step: 'start', clients: 1 }) as const;

describe('who goes first in a round of peers', () => {
  it('changes with each round, and everybody has been each of them after as many rounds as there are peers', () => {
    const peers = ['a', 'b', 'c'];
    const orders = [0, 1, 2, 3].map((round) => inTurn(peers, round).join(''));
    expect(orders).toEqual(['abc', 'bca', 'cab', 'abc']);
  });

  it('is nobody where nobody could be started', () => {
    expect(inTurn([], 3)).toEqual([]);
  });
});

describe('what is said of the rounds of peers', () => {
  // The machine was slow in the second round, for both alike.
  const all = [10, 2, 12].flatMap((base, round) => [one('base', round, base), one('other', round, base * 3)]);

  it('is the median of the figure, and the median of the ratios within each round', () => {
    expect(middle(all, place('base'), 'perSecond')).toBe(10);
    expect(ratio(all, place('other'), { to: 'base', figure: 'perSecond' })).toBe(3);
  });

  it('leaves out rounds that one of the two did not play', () => {
    const uneven = [...all, one('other', 3, 1_000)];
    expect(ratio(uneven, place('other'), { to: 'base', figure: 'perSecond' })).toBe(3);
  });

  it('is no number where nothing was measured, and a dash in the table', () => {
    expect(middleOf([])).toBeNaN();
    const lines = tables(all, ['base', 'other']);
    expect(lines.find((line) => line.startsWith('| other |'))).toContain('| 30 (3) | – (–) |');
    expect(lines.filter((line) => line.startsWith('| base |'))).toHaveLength(2);
  });
});
