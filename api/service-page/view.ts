import { FOLLOWED, isEnded } from '../../domain/engagement/statuses';
import { concerns } from '../../domain/issue/issue';
import { issuesOf } from '../../db/stores/issues';
import type { Db } from '../../db/knex';
import type { ServicePage } from '../../templates/service-page-data';
import { issueForPage, type Typed } from '../pages/issue-view';
import { milestonesForPage } from '../pages/milestone-view';
import { plansForPage } from '../pages/improvement-view';
import { writtenIn } from '../pages/written';
import type { ServiceLink } from './find';
import { returnsForVendor } from './give-back';
import { ratingForPage } from './rating';

type PageFields = Omit<ServicePage, 'action' | 'hidden'>;

/** Everything that the vendor of a service shares with us, and nothing that we keep among ourselves. */
export async function serviceView(
  db: Db,
  { engagement, vendor }: ServiceLink,
  { typed, now }: { typed: Typed; now: number },
): Promise<PageFields> {
  const issues = (await issuesOf(db, engagement.id)).filter((issue) => concerns('vendor', issue));
  const running = !isEnded(engagement.state);
  const milestones = await milestonesForPage(db, engagement, { side: 'vendor', typed, now, reader: null });
  const plans = await plansForPage(db, engagement.id, { side: 'vendor', typed, running, reader: null });
  const rating = running ? await ratingForPage(db, { engagement, vendor }, { typed, now }) : null;
  const returns = await returnsForVendor(db, engagement, typed);
  const mayRaise = FOLLOWED.includes(engagement.state);
  const things = [...issues, ...milestones.list, ...plans].map(({ id }) => id);
  const own = [...(rating ? ['rating'] : []), ...(mayRaise ? [''] : [])];
  return {
    engagement: { number: engagement.number, title: engagement.title },
    vendor: vendor.name,
    issues: issues
      .toReversed()
      .map((issue) => issueForPage(issue, { side: 'vendor', now, typed, running, nameOf: () => null })),
    ...{ milestones, plans, rating, returns, mayRaise, typed },
    astray: astrayOf(typed, [...things, ...returns.map(({ key }) => key), ...own]),
    sides: 'side-vendor',
  };
}

/** What was written in a form that was refused, where the page does not show any more what it was about. */
function astrayOf({ about, refusal, fields }: Typed, shown: readonly string[]): ServicePage['astray'] {
  if (refusal === null || shown.includes(about)) return null;
  return { kept: writtenIn(Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, [text]]))) };
}
