import type { z } from 'zod';
import { TimelineFilter } from '../../domain/engagement/timeline-schema';
import { engagementTrail } from '../../db/read/engagement-trail';
import { scopedEngagement } from '../engagement-scope';
import { type Route, route } from '../route';
import type { Services } from '../services';
import { SHEET_MEDIA, SheetFormat, sheetReply } from '../sheets/exchange';
import { timelineTable } from '../timeline-table';
import { EngagementParams } from './engagements';
import { namesBy } from './record-exports';

/** As many rows as a sheet holds. */
const ALL = 10_000;

const TimelineQuery = TimelineFilter.extend(SheetFormat.shape);
type TimelineQuery = z.infer<typeof TimelineQuery>;

/** The timeline of an engagement as a file, narrowed down as its page is. */
export const timelineExportRoutes = ({ db }: Pick<Services, 'db'>): readonly Route[] => [
  route<EngagementParams, TimelineQuery>({
    method: 'get',
    path: '/engagements/{id}/timeline/export',
    summary:
      'The timeline of an engagement as a sheet, newest first; by kind of event and by who it was, all of it if not narrowed',
    tag: 'Engagements',
    access: 'insiders',
    params: EngagementParams,
    query: TimelineQuery,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: async ({ params, query: { format, ...filter }, actor }) => {
      const { id, number } = await scopedEngagement(db, params.id, { actor, act: 'read' });
      const lines = await engagementTrail(db, id, { ...filter, before: null, limit: ALL });
      const nameOf = await namesBy(
        db,
        lines.flatMap(({ actorId, onBehalfOfId }) => [actorId, onBehalfOfId]),
      );
      return sheetReply([timelineTable(lines, { reader: actor, nameOf })], { format, name: `timeline-${number}` });
    },
  }),
];
