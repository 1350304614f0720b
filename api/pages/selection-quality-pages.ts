import { type Request, Router } from 'express';
import { SERVICE_TYPES } from '../../domain/planning/catalogue';
import { HORIZONS, type PredictedPart } from '../../domain/vendor/selection-quality-schema';
import { readSelectionQuality } from '../../db/read/selection-quality';
import type { PredictionRow, SelectionQualityPage } from '../../templates/score-page-data';
import { listSheets } from '../../templates/sheets';
import { QUALITY_READERS } from '../routes/selection/quality';
import { checkAccess } from '../session';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';

/** How well selections of a category have foretold the service that followed. */
export function selectionQualityPages(deps: PageDeps, { insider }: Guarded, requests: Requests): Router {
  const router = Router();
  router.get(
    '/selection-quality',
    insider(async (req, res, reader) => {
      checkAccess(QUALITY_READERS, reader.person);
      const shell = shellFor(reader, deps, { nav: 'vendors', todo: await countTodo(requests, reader.person.id) });
      sendPage(res, reader, { name: 'selection-quality', data: { shell, ...(await qualityData(deps, req)) } });
    }),
  );
  return router;
}

async function qualityData({ db, clock }: PageDeps, req: Request): Promise<SelectionQualityPage> {
  const category = SERVICE_TYPES.find((one) => one === queryText(req, 'category')) ?? SERVICE_TYPES[0];
  const months = HORIZONS.find((one) => one === queryText(req, 'months')) ?? '12';
  const found = await readSelectionQuality(db, { category, months }, clock());
  return {
    categories: SERVICE_TYPES.map((word) => ({ word, current: word === category })),
    horizons: HORIZONS.map((one) => ({ months: Number(one), current: one === months })),
    months: found.months,
    engagements: found.engagements,
    minimum: found.minimum,
    enough: found.status === 'given',
    dimensions: found.dimensions.map(rowOf),
    criteria: found.criteria.map((part) => ({ ...rowOf(part), dimension: part.dimension })),
    sheets: listSheets('/api/v1/selection-quality/export', { category, months }),
    evaluators: found.evaluators.map(({ userId, name = userId, n, rho, p }) => ({ name, n, rho, p })),
  };
}

const TONES = {
  predicted: 'green',
  misled: 'red',
  'no-evidence': 'quiet',
  'not-enough': 'quiet',
} as const satisfies Readonly<Record<PredictedPart['reason'], PredictionRow['tone']>>;

const rowOf = ({ key, n, rho, p, weightBp, proposedBp, reason }: PredictedPart): PredictionRow => ({
  key,
  n,
  rho,
  p,
  weightBp,
  proposedBp,
  reason,
  tone: TONES[reason],
});
