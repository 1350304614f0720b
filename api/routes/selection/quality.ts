import type { z } from 'zod';
import { QualityQuery, SelectionQuality } from '../../../domain/vendor/selection-quality-schema';
import { readSelectionQuality } from '../../../db/read/selection-quality';
import { qualityTable } from '../../quality-table';
import { ok, type Route, route } from '../../route';
import type { Services } from '../../services';
import { SHEET_MEDIA, SheetFormat, sheetReply } from '../../sheets/exchange';

/** Who may see how well single evaluators have judged. */
export const QUALITY_READERS = ['admin', 'manager', 'executive', 'auditor'] as const;

const ExportQuery = QualityQuery.extend(SheetFormat.shape);

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
  route<unknown, z.infer<typeof ExportQuery>>({
    method: 'get',
    path: '/selection-quality/export',
    summary: 'The same as a sheet',
    tag: 'Selection',
    access: QUALITY_READERS,
    query: ExportQuery,
    answers: { 200: null },
    media: SHEET_MEDIA,
    handle: async ({ query: { format, ...query }, actor: { locale }, now }) =>
      sheetReply([qualityTable(await readSelectionQuality(db, query, now), locale)], {
        format,
        name: `selection-quality-${query.category}-${query.months}`,
      }),
  }),
];
