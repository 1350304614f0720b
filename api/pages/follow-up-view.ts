import { engagementAccess } from '../../domain/engagement/access';
import type { Relationship } from '../../domain/engagement/relationship-schema';
import { isOpenIssue, overdueOf } from '../../domain/issue/issue';
import { FOLLOWED, isEnded } from '../../domain/engagement/statuses';
import { isOverdue } from '../../domain/milestone/agenda';
import { isOpenMilestone } from '../../domain/milestone/words';
import { SIDES } from '../../domain/issue/words';
import type { Person } from '../../domain/people/people';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { ourPace } from '../../db/read/our-pace';
import { relationshipView } from '../../db/read/relationship';
import { milestoneClock } from '../../db/read/milestone-rules';
import { issuesOf } from '../../db/stores/issues';
import { milestonesOf } from '../../db/stores/milestones';
import type { FollowUpView } from '../../templates/engagement-page-data';
import type { FollowUpPage } from '../../templates/service-page-data';
import { teamOf } from '../engagement-scope';
import { responsivenessOf } from '../routes/communication';
import { formPath, linksTo } from './form-links';
import { talkOf } from './talk-view';
import { correctionsForPage } from './correction-view';
import { plansForPage } from './improvement-view';
import { issueForPage, type Typed } from './issue-view';
import { milestonesForPage } from './milestone-view';
import { namesOf } from './request-view';

interface Seen {
  readonly person: Person;
  readonly now: number;
  readonly typed: Typed;
}

/** How a running service is followed up: what goes wrong in it, and how long each side takes to answer. */
export async function followUpData(
  db: Db,
  row: EngagementRow,
  { person, now, typed }: Seen,
): Promise<Omit<FollowUpPage, 'action' | 'hidden'>> {
  const issues = await issuesOf(db, row.id);
  const responses = await responsivenessOf(db, row);
  const nameOf = await namesOf(
    db,
    issues.flatMap(({ remarks }) => remarks.map(({ actorId }) => actorId)),
  );
  const mayEdit = engagementAccess('edit', person, teamOf(row)) === null;
  const running = mayEdit && !isEnded(row.state);
  return {
    engagement: { id: row.id, number: row.number, title: row.title },
    issues: issues.toReversed().map((issue) => issueForPage(issue, { side: 'us', now, typed, running, nameOf })),
    corrections: await correctionsForPage(db, row, { person, typed }),
    milestones: await milestonesForPage(db, row, { side: 'us', typed, now, reader: person }),
    planHref: mayEdit && FOLLOWED.includes(row.state) ? formPath(row, 'improvement-plan') : null,
    plans: await plansForPage(db, row.id, { side: 'us', typed, running, reader: person.id }),
    responses: SIDES.map((side) => ({ side, ...responses[side] })),
    ourScore: await ourPace(db, row, now),
    talk: { ...(await talkOf(db, row, responses)), forms: linksTo(row, running ? ['communication-plan'] : []) },
    mayEdit,
    mayRaise: mayEdit && FOLLOWED.includes(row.state),
    typed,
    sides: 'side-us',
  };
}

/** How both sides of a service get on; null before it begins and while nothing is known. */
export async function relationshipPart(db: Db, row: EngagementRow, now: number): Promise<Relationship | null> {
  if (row.live_on === null) return null;
  const relationship = await relationshipView(db, row, now);
  return relationship.score === null ? null : relationship;
}

/** What of it the engagement's own page tells. */
export async function followUpPart(db: Db, row: EngagementRow, now: number): Promise<FollowUpView> {
  const clock = await milestoneClock(db, row);
  const open = (await issuesOf(db, row.id)).filter(({ state }) => isOpenIssue(state));
  const owed = (await milestonesOf(db, row.id)).filter(({ state }) => isOpenMilestone(state));
  return {
    href: `/engagements/${row.id}/follow-up`,
    openMilestones: owed.length,
    lateMilestones: owed.filter((one) => isOverdue(one, clock, now)).length,
    openIssues: open.length,
    lateIssues: open.filter((issue) => overdueOf(issue, now) !== null).length,
  };
}
