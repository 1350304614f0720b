import { mailedByCourier, withoutMails } from './by-courier';
import { dateKeeperActivities } from './date-keeper';
import type { Deps } from './deps';
import { announcements } from './engagement-mail';
import { exitActivities } from './exit';
import { reviewActivities } from './reviews';
import { sideRequestActivities } from './side-requests';
import { watchActivities } from './turns';

/** Steps of stories that follow from dates and from what people say; the mails that they lead to go with the courier. */
export const storyActivities = ({ db }: Pick<Deps, 'db'>) => ({
  ...watchActivities({ db }),
  ...dateKeeperActivities({ db }),
  ...reviewActivities({ db }),
  ...exitActivities({ db }),
  inviteToReview: mailedByCourier(db, (trx) => reviewActivities({ db: trx }).inviteToReview),
  recordMeeting: mailedByCourier(db, (trx) => reviewActivities({ db: trx }).recordMeeting),
  recordMissedReview: mailedByCourier(db, (trx) => reviewActivities({ db: trx }).recordMissedReview),
  recallReview: mailedByCourier(db, (trx) => reviewActivities({ db: trx }).recallReview),
  applySideRequest: withoutMails(db, (trx) => sideRequestActivities({ db: trx }).applySideRequest),
  openExit: mailedByCourier(db, (trx) => exitActivities({ db: trx }).openExit),
  announce: mailedByCourier(db, (trx) => announcements({ db: trx }).announce),
});
