import { planOf } from '../../db/read/agenda';
import { findEngagement } from '../../db/stores/engagements';
import { saveContract } from '../../db/stores/contracts';
import { insertValue, saveKpis } from '../../db/stores/kpis';
import { insertRisk } from '../../db/stores/risks';
import { periodDates, periodOfDate, shiftPeriod } from '../../domain/calendar/periods';
import { startOfDate } from '../../domain/calendar/zone';
import type { AgendaItem } from '../../domain/engagement/agenda';
import { MONTHS_OF_SERVICE, type SampleService, sampleContract, sampleKpis } from '../../domain/samples/stories';
import { performOne } from '../agenda';
import { exitActivities } from '../exit';
import { recordActivities } from '../record';
import { idOf } from './stage';
import type { Telling } from './told';

interface Agreed {
  readonly service: SampleService;
  readonly liveOn: string;
}

/** Contract and figures that are agreed before the first day. */
export async function drawUpContract(
  { trx, stage: { words, currency, timeZone }, id }: Telling,
  { service, liveOn }: Agreed,
): Promise<void> {
  const now = startOfDate(timeZone, liveOn);
  const terms = sampleContract(words, { start: liveOn, monthlyFee: service.monthlyFee, currency });
  await saveContract(trx, id, { terms, now });
  await saveKpis(trx, id, { kpis: sampleKpis(words), contractVersion: 1, now });
}

export const beginService = ({ trx, id }: Telling, now: number): Promise<void> =>
  recordActivities({ db: trx }).markLive({ engagementId: id, now });

/** The letters that an exit begins with are not ordered: nobody is to get them. */
export async function beginExit(
  { trx, id }: Telling,
  exit: { readonly cause: string; readonly effectiveDate: string; readonly now: number },
): Promise<void> {
  await exitActivities({ db: trx }).openExit({ engagementId: id, ...exit });
}

/** Values of the months that have passed; each month is closed by what closes every month, on the day on which it was due. */
export async function liveThrough(telling: Telling, { service, liveOn }: Agreed): Promise<void> {
  await reportValues(telling, { service, liveOn });
  if (service.redRisk) await nameRisk(telling);
  const { trx, id, stage } = telling;
  const cursor = { at: startOfDate(stage.timeZone, liveOn), key: '' };
  const plan = await planOf(trx, id, { cursor, limit: 500 });
  const closings = plan.filter(({ kind, at }) => kind === 'kpi-close' && at <= stage.now);
  for (const item of closings) await perform(telling, item, item.at);
  const review = comingReview(plan, stage.now);
  if (review) await perform(telling, review, Math.min(review.at, stage.now));
}

/** The next meeting that is still to be held, and that has been called or soon will be. */
const comingReview = (plan: readonly AgendaItem[], now: number): AgendaItem | undefined =>
  plan.find(({ kind, facts }) => kind === 'review-open' && Date.parse(facts['meetingOn'] ?? '') > now);

/** Its mails are not ordered. */
async function perform({ trx, id }: Telling, item: AgendaItem, now: number): Promise<void> {
  const engagement = await findEngagement(trx, id);
  if (engagement) await performOne({ trx, engagement, item, now });
}

async function reportValues({ trx, id, stage }: Telling, { service, liveOn }: Agreed): Promise<void> {
  const recordedBy = idOf(stage, 'person:serviceManager');
  const first = periodOfDate(liveOn, 'monthly');
  for (let month = 0; month < MONTHS_OF_SERVICE; month += 1)
    for (const [key, values] of Object.entries(service.values)) {
      const period = shiftPeriod(first, month);
      const recordedAt = startOfDate(stage.timeZone, periodDates(shiftPeriod(period, 1)).start);
      const said = { status: null, inputs: null, evidence: null, recordedBy, recordedAt };
      await insertValue(trx, id, { key, period, revision: 1, value: values[month] ?? null, ...said });
    }
}

async function nameRisk({ trx, id, story, stage }: Telling): Promise<void> {
  const { cause, control } = stage.words.risk;
  const ownerId = idOf(stage, 'person:serviceManager');
  await insertRisk(trx, {
    id: idOf(stage, `risk:${story}`),
    engagementId: id,
    risk: { type: 'people', cause, likelihood: 5, impact: 5, controls: [control], ownerId },
    now: stage.now,
  });
}
