import { EVENT_GROUPS, EVENT_SIDES } from '../../domain/engagement/timeline-schema';
import type { EngagementParts } from '../engagement-page-data';
import { factsOf } from '../facts';
import { DAY } from './moment';
import type { Say } from './pages';

type Timeline = Pick<EngagementParts['overview'], 'events' | 'olderEvents' | 'eventFilter' | 'eventSheets'>;

export const timelineSample = (say: Say, now: number): Timeline => ({
  events: [
    {
      at: now - DAY,
      actor: say('王磊', 'Lei Wang'),
      onBehalfOf: null,
      channel: 'api',
      type: 'gate.submitted',
      facts: factsOf({ gate: 'settlement' }),
    },
    {
      at: now - 400 * DAY,
      actor: say('王磊', 'Lei Wang'),
      onBehalfOf: null,
      channel: 'page',
      type: 'engagement.created',
      facts: [],
    },
  ],
  olderEvents: '#',
  eventFilter: {
    action: '#timeline',
    part: null,
    groups: EVENT_GROUPS.map((word) => ({ word, current: false })),
    sides: EVENT_SIDES.map((word) => ({ word, current: false })),
    clearHref: null,
  },
  eventSheets: { xlsx: '#', csv: '#' },
});
