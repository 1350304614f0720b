import { QualityQuery, SelectionQuality } from '../../../domain/vendor/selection-quality-schema';
import { readSelectionQuality } from '../../../db/read/selection-quality';
import { ok, type Route, route } from '../../route';
import type { Services } from '../../services';

/** Who may see how well single evaluators have judged. */
export const QUALITY_READERS = ['admin', 'manager', 'executive', 'auditor'] as const;

export const qualityRoutes = ({ db }: Pick<Services, 'db'>): readonly Route[] => [
  route<unknown, QualityQuery>({
    method: 'get',
    path: '/selection-quality',
    summary:
      'What selections were worth: their scores against the service that followed, and weights for the next tender',
    tag: 'Selection',
    access: QUALITY_READERS,
    query: QualityQuery,
    answers: { 200: SelectionQuality },
    handle: async ({ query, now }) => ok(await readSelectionQuality(db, query, now)),
  }),
];
