import { FOLLOWED, isEnded } from '../../domain/engagement/statuses';
import { concerns } from '../../domain/issue/issue';
import { issuesOf } from '../../db/stores/issues';
import type { Db } from '../../db/knex';
import type { ServicePage } from '../../templates/service-page-data';
import { issueForPage, type Typed } from '../pages/issue-view';
import { milestonesForPage } from '../pages/milestone-view';
import { plansForPage } from '../pages/improvement-view';
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
  return {
    engagement: { number: engagement.number, title: engagement.title },
    vendor: vendor.name,
    issues: issues
      .toReversed()
      .map((issue) => issueForPage(issue, { side: 'vendor', now, typed, running, nameOf: () => null })),
    milestones: await milestonesForPage(db, engagement, { side: 'vendor', typed, now, reader: null }),
    plans: await plansForPage(db, engagement.id, { side: 'vendor', typed, running, reader: null }),
    rating: running ? await ratingForPage(db, { engagement, vendor }, { typed, now }) : null,
    returns: await returnsForVendor(db, engagement, typed),
    mayRaise: FOLLOWED.includes(engagement.state),
    typed,
    sides: 'side-vendor',
  };
}
