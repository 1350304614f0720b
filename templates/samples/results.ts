import { SCORE_EDGES } from '../../domain/review/standing';
import type { EngagementParts } from '../engagement-page-data';
import type { CreditsView } from '../score-page-data';
import { scorecardRadar } from '../scorecard-radar';
import { engagementSheets } from '../sheets';
import type { Say } from './pages';

const cny = (amount: string) => ({ amount, currency: 'CNY' });

/** What closed periods have led to. */
export const resultsSample = (say: Say): EngagementParts['performance'] => ({
  scorecards: [
    { period: '2026-10', score: 62.5, standing: 'average', coverageBp: 10_000, provisional: false },
    { period: '2026-09', score: 84.2, standing: 'excellent', coverageBp: 9_000, provisional: true },
  ],
  radar: radarSample(say),
  scoreEdges: SCORE_EDGES,
  standing: STANDING,
  credits: creditsSample(say),
});

const radarSample = (say: Say) => {
  const scores = { answered: [62, 90], solved: [88, 80], rating: [45, 75], backlog: [70, 70] };
  const names = {
    answered: say('20 秒接通率', 'Answered within 20 seconds'),
    solved: say('首次解决率', 'Solved at once'),
    rating: say('客户评分', 'Rating by customers'),
    backlog: say('积压工单', 'Backlog'),
  };
  const keys = Object.keys(names) as (keyof typeof names)[];
  const cards = ['2026-10', '2026-09'].map((period, index) => ({
    period,
    score: 62.5,
    kpis: keys.map((key) => ({ key, score: scores[key][index] ?? null })),
  }));
  const kpis = keys.map((key) => ({ key, name: names[key], weightBp: 2_500 }));
  return scorecardRadar({ cards, kpis }, say('zh-CN', 'en') === 'en' ? 'en' : 'zh-CN');
};

const STANDING = {
  inForce: 'poor',
  tone: 'amber',
  effects: [
    { effect: 'warnNewAward', since: '2026-10' },
    { effect: 'requireImprovementPlan', since: '2026-10' },
  ],
  history: [
    { period: '2026-10', score: 41.5, found: 'poor', inForce: 'poor', redLine: false },
    { period: '2026-09', score: null, found: 'unrated', inForce: 'average', redLine: false },
  ],
} as const;

function creditsSample(say: Say): CreditsView {
  const about = { period: '2026-08', kpi: say('20 秒接通率', 'Answered within 20 seconds') };
  return {
    sheets: engagementSheets('sample', 'credits'),
    months: [
      { invoice: '2026-11', lines: [{ ...about, kind: 'earn-back', money: cny('1200.00') }] },
      { invoice: '2026-09', lines: [{ ...about, kind: 'credit', money: cny('-1200.00') }] },
    ],
    claims: [
      {
        ...{ ...about, cause: 'dispute', reason: say('线路由我方中断', 'Line cut by us') },
        ...{ status: 'rejected', tone: 'red' },
      },
    ],
    cumulative: { months: 6, credited: cny('31000.00'), atRisk: cny('60000.00'), shareBp: 5167, reached: true },
  };
}
