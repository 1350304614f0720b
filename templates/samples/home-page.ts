import type { Locale } from '../../domain/people/people';
import type { HomeEvent } from '../home-page-data';
import type { PageData, Shell } from '../page-data';
import { rowsSample } from './inbox-page';
import { DAY, HOUR, NOW } from './moment';
import type { Say } from './pages';
import { portfolioSample } from './portfolio-page';

/** A morning on which much waits. */
export const homeSample = (say: Say, { shell, locale }: { shell: Shell; locale: Locale }): PageData['home'] => ({
  shell: { ...shell, nav: 'home' },
  overdue: 1,
  today: 1,
  decisions: rowsSample(say)
    .slice(0, 2)
    .map((row) => ({ ...row, pick: null })),
  engagements: {
    atRisk: portfolioSample(say, locale)
      .heat.rows.map(({ cells, ...row }) => ({
        ...row,
        cells: cells.filter(({ level }) => level === 'red' || level === 'amber'),
      }))
      .filter(({ cells }) => cells.length > 0),
    events: eventsSample(say),
    none: false,
    next: [],
  },
});

function eventsSample(say: Say): readonly HomeEvent[] {
  const hotline = { href: '#', number: 'ENG-0007', title: say('客服热线外包（2027）', 'Customer hotline 2027') };
  const systems = { href: '#', number: 'ENG-0003', title: say('IT 运维外包', 'IT operations') };
  const event = (type: string, part: Partial<HomeEvent>): HomeEvent => ({
    at: NOW - HOUR,
    actor: null,
    onBehalfOf: null,
    channel: 'page',
    type,
    facts: [],
    engagement: hotline,
    ...part,
  });
  return [
    event('alarm.opened', { channel: 'workflow' }),
    event('kpi.defined', { at: NOW - 5 * HOUR, actor: say('王磊', 'Lei Wang'), engagement: systems }),
    event('engagement.created', {
      at: NOW - 2 * DAY,
      actor: say('李静', 'Jing Li'),
      onBehalfOf: say('陈明', 'Ming Chen'),
    }),
  ];
}
