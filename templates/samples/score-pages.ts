import type { PageData, Shell } from '../page-data';
import type { LeaguePage, ScorePages, SelectionQualityPage } from '../score-page-data';
import type { Say } from './pages';

/** A league with too few vendors for a percentile in one line, and all that a line can show. */
export function scoreSamples(say: Say, { shell }: { shell: Shell }): Pick<PageData, keyof ScorePages<unknown>> {
  return {
    league: { shell: { ...shell, nav: 'vendors' }, ...leagueSample(say) },
    'selection-quality': { shell: { ...shell, nav: 'vendors' }, ...qualitySample(say) },
  };
}

const part = {
  n: 11,
  rho: 0.12,
  p: 0.71,
  weightBp: 2500,
  proposedBp: 2500,
  reason: 'no-evidence',
  tone: 'quiet',
} as const;

const qualitySample = (say: Say): SelectionQualityPage => {
  return {
    categories: [{ word: 'customer-service', current: true }],
    horizons: [
      { months: 6, current: false },
      { months: 12, current: true },
    ],
    months: 12,
    engagements: 11,
    minimum: 8,
    enough: true,
    sheets: { xlsx: '#', csv: '#' },
    dimensions: [
      { ...part, key: 'price', rho: -0.61, p: 0.046, weightBp: 4000, proposedBp: 2780, reason: 'misled', tone: 'red' },
      {
        ...part,
        key: 'culture',
        rho: 0.74,
        p: 0.01,
        weightBp: 1500,
        proposedBp: 2055,
        reason: 'predicted',
        tone: 'green',
      },
      { ...part, key: 'capability' },
    ],
    criteria: [
      { ...part, dimension: 'culture', key: 'answers' },
      { ...part, dimension: 'capability', key: 'team', n: 5, rho: null, p: null, reason: 'not-enough' },
    ],
    evaluators: [
      { name: say('李静', 'Jing Li'), n: 9, rho: 0.52, p: 0.15 },
      { name: say('王磊', 'Lei Wang'), n: 3, rho: null, p: null },
    ],
  };
};

const leagueSample = (say: Say): LeaguePage => {
  const row = { href: '#', place: null, tone: 'amber', engagements: 1 } as const;
  return {
    categories: [
      { word: 'customer-service', current: true },
      { word: 'it', current: false },
    ],
    period: '2027-Q1',
    places: [
      { word: 'top', current: false },
      { word: 'bottom', current: false },
    ],
    peers: 4,
    minPeers: 5,
    enough: false,
    rates: [{ base: 'USD', quote: 'CNY', rate: '7.1046', on: '2026-10-30', source: 'PBOC', inverted: false }],
    withoutRate: [],
    rows: [
      { ...row, vendor: say('云舟客服', 'Yunzhou Services'), rank: 1, score: 91.2, change: 4.1, trend: 'up', percentile: 87.5, place: 'top', tone: 'green', engagements: 3 }, // prettier-ignore
      { ...row, vendor: say('远洋客服', 'Oceanic Care'), rank: 2, score: 84, change: 0.4, trend: 'stable', percentile: null }, // prettier-ignore
      { ...row, vendor: say('北方热线', 'Northern Line'), rank: 4, score: 41.5, change: -9, trend: 'down', percentile: 12.5, place: 'bottom' }, // prettier-ignore
      { ...row, vendor: say('新声', 'New Voice'), rank: null, score: null, change: null, trend: 'new', percentile: null }, // prettier-ignore
    ],
    exportHref: '#',
    qualityHref: '#',
  };
};
