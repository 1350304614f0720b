import { findEngagement } from '../../db/stores/engagements';
import { insertCandidate } from '../../db/stores/vendors';
import type { Trx } from '../../db/transaction';
import { periodDates, periodOfDate, shiftPeriod } from '../../domain/calendar/periods';
import { localDate, startOfDate } from '../../domain/calendar/zone';
import { DAY_MS, daysBetween } from '../../domain/calendar/civil';
import { passed, type PastStep, pastOf, signed } from '../../domain/samples/past';
import { MONTHS_OF_SERVICE, SAMPLE_SERVICES, type SampleService } from '../../domain/samples/stories';
import type { SampleStory, SampleVendor } from '../../domain/samples/words';
import { applyApproved } from '../gates/apply';
import { recordActivities } from '../record';
import { openingOf } from './opening';
import { beginExit, beginService, drawUpContract, liveThrough } from './service';
import { idOf, type Stage } from './stage';

const TENDERED: readonly SampleVendor[] = ['freight', 'couriers', 'campaigns'];
/** Days before the first day of service on which it all began. */
const LEAD_DAYS = 150;

interface Placed {
  readonly stage: Stage;
  readonly story: SampleStory;
  readonly id: string;
}

export interface Telling extends Placed {
  readonly trx: Trx;
}

/**
 * What has happened to a sample before today: the same rules and the same records as for every engagement, at times that
 * have passed. Requests are not made up, for nobody has decided them.
 */
export async function tellPast(telling: Telling): Promise<void> {
  const { trx, stage, story, id } = telling;
  if ((await findEngagement(trx, id)) !== null) return;
  const steps = pastStepsOf(telling);
  const service = SAMPLE_SERVICES[story];
  const began = stage.now - ((steps[0]?.daysAgo ?? 0) + 20) * DAY_MS;
  const body = openingOf(stage, story);
  await recordActivities({ db: trx }).createEngagement({
    id,
    body,
    actorId: body.ownerId,
    channel: 'system',
    now: began,
  });
  await invite(telling, service ? [service.vendor] : TENDERED, began);
  if (service) await drawUpContract(telling, { service, liveOn: liveOnOf(stage) });
  for (const step of steps) await retell(telling, step);
  if (service) await liveThrough(telling, { service, liveOn: liveOnOf(stage) });
}

/** Pure, so that whoever repeats a step finds the same. */
export function pastStepsOf(telling: Placed): readonly PastStep[] {
  const service = SAMPLE_SERVICES[telling.story];
  return service ? serviceSteps(telling, service) : tenderSteps(telling);
}

/** The first day of so many whole months before this one. */
export function liveOnOf({ timeZone, now }: Stage): string {
  const month = periodOfDate(localDate(timeZone, now), 'monthly');
  return periodDates(shiftPeriod(month, -MONTHS_OF_SERVICE)).start;
}

const request = ({ stage, story }: Placed, gate: string): string => idOf(stage, `request:${story}:${gate}`);
const candidate = ({ stage, story }: Placed, vendor: SampleVendor): string =>
  idOf(stage, `candidate:${story}:${vendor}`);

const tenderSteps = (telling: Placed): readonly PastStep[] =>
  pastOf(telling.id, passed('needs', 12, { requestId: request(telling, 'needs') }));

function serviceSteps(telling: Placed, { vendor, endsIn }: SampleService): readonly PastStep[] {
  const { timeZone, now } = telling.stage;
  const live = daysBetween(liveOnOf(telling.stage), localDate(timeZone, now));
  const candidateId = candidate(telling, vendor);
  const day = (days: number): string => localDate(timeZone, now + days * DAY_MS);
  const exit = (endsAfter: number) => ({
    ...{ requestId: request(telling, 'exit'), cause: 'convenience' },
    ...{ noticeDate: day(-10), effectiveDate: day(endsAfter) },
  });
  return pastOf(telling.id, [
    ...passed('needs', live + LEAD_DAYS - 30, { requestId: request(telling, 'needs') }),
    ...passed('award', live + 60, { requestId: request(telling, 'award'), candidateId }),
    ...passed('contract', live + 30, { requestId: request(telling, 'contract') }),
    ...signed(live + 25),
    { daysAgo: live, event: { type: 'went-live' } },
    ...(endsIn === undefined ? [] : passed('exit', 10, exit(endsIn))),
  ]);
}

async function invite(telling: Telling, vendors: readonly SampleVendor[], at: number): Promise<void> {
  const { trx, stage, id: engagementId } = telling;
  for (const vendor of vendors) {
    const vendorId = idOf(stage, `vendor:${vendor}`);
    await insertCandidate(trx, { id: candidate(telling, vendor), engagementId, vendorId }, at);
  }
}

/** One step into the records, with all that it sets going, as the story of an engagement does it. */
async function retell(telling: Telling, { daysAgo, event, gate, after }: PastStep): Promise<void> {
  const { trx, stage, id } = telling;
  const records = recordActivities({ db: trx });
  const now = event.type === 'went-live' ? startOfDate(stage.timeZone, liveOnOf(stage)) : stage.now - daysAgo * DAY_MS;
  if (event.type === 'signed') {
    const signatory = event.party === 'us' ? stage.words.people.owner : stage.words.contact;
    const signedAt = new Date(now).toISOString();
    await records.recordSignature({ engagementId: id, party: event.party, signatory, signedAt, now });
  }
  if (gate && event.type === 'gate-decided')
    await applyApproved(trx, { engagementId: id, gate, outcome: event.outcome, now });
  const type = `engagement.${event.type}`;
  const actorId = idOf(stage, 'person:owner');
  await records.recordEngagement({ engagement: after, type, actorId, channel: 'system', detail: {}, now });
  if (event.type === 'went-live') await beginService(telling, now);
  if (after.state === 'EXITING' && after.exit && !after.gate) await beginExit(telling, { ...after.exit, now });
}
