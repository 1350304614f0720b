import { engagementAccess } from '../../domain/engagement/access';
import { FOLLOWED, isBeforeSigning, isEnded } from '../../domain/engagement/statuses';
import type { Side } from '../../domain/issue/words';
import { deliverBy, isOverdue, type MilestoneClock } from '../../domain/milestone/agenda';
import {
  cancelObjection,
  deliverObjection,
  type Milestone,
  type MilestoneRound,
  openRequestOf,
} from '../../domain/milestone/milestone';
import { countedDelivery, punctualityOf } from '../../domain/milestone/punctuality';
import { judgeObjection, missingOf } from '../../domain/milestone/verdict';
import type { Person } from '../../domain/people/people';
import { milestoneClock } from '../../db/read/milestone-rules';
import { documentsOf } from '../../db/stores/documents';
import { milestonesOf } from '../../db/stores/milestones';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import type { DeliveryOnPage, MilestoneOnPage, MilestonesOnPage } from '../../templates/milestone-page-data';
import { teamOf } from '../engagement-scope';
import { everyDueBy } from '../milestone-view';
import { PLANNED_IN } from '../milestones';
import type { Typed } from './issue-view';
import { namesOf } from './request-view';

interface Seen {
  readonly side: Side;
  readonly typed: Typed;
  readonly now: number;
  /** Null for the vendor behind its link. */
  readonly reader: Person | null;
}

interface Around extends Seen {
  readonly clock: MilestoneClock;
  readonly engagement: EngagementRow;
  readonly mayEdit: boolean;
  readonly mayAccept: boolean;
  readonly nameOf: (id: string) => string;
  readonly documents: ReadonlyMap<string, string>;
}

/** The milestones of an engagement as one of its sides sees them, in the order of their numbers. */
export async function milestonesForPage(db: Db, engagement: EngagementRow, seen: Seen): Promise<MilestonesOnPage> {
  const { reader, side, now } = seen;
  const milestones = await milestonesOf(db, engagement.id);
  const isOurs = reader !== null;
  const mayEdit = isOurs && engagementAccess('edit', reader, teamOf(engagement)) === null;
  const mayAccept = isOurs && engagementAccess('accept', reader, teamOf(engagement)) === null;
  const people = milestones.flatMap(({ rounds }) => rounds.flatMap(({ actorId, decidedBy }) => [actorId, decidedBy]));
  const around: Around = {
    ...{ ...seen, engagement, mayEdit, mayAccept },
    clock: await milestoneClock(db, engagement),
    ...(side === 'us' ? await ourFacts(db, engagement, people) : NOTHING_OF_OURS),
  };
  const { due, onTime, shareBp } = punctualityOf(milestones, everyDueBy(engagement.time_zone, now));
  return {
    list: milestones.map((milestone) => milestoneForPage(milestone, around)),
    punctuality: shareBp === null ? null : { due, onTime, shareBp },
    mayPlan: side === 'us' && mayEdit && PLANNED_IN.some((state) => state === engagement.state),
    feeCurrency: isBeforeSigning(engagement.state) ? engagement.currency : null,
  };
}

type OurFacts = Pick<Around, 'nameOf' | 'documents'>;
const NOTHING_OF_OURS: OurFacts = { nameOf: () => '', documents: new Map() };

const ourFacts = async (db: Db, { id }: EngagementRow, people: readonly (string | null)[]): Promise<OurFacts> => ({
  nameOf: await namesOf(db, people),
  documents: new Map((await documentsOf(db, id)).map((document) => [document.id, document.fileName])),
});

function milestoneForPage(milestone: Milestone, around: Around): MilestoneOnPage {
  const { clock, now, side, typed } = around;
  const { id, number, title, description, state, due, fee } = milestone;
  const day = deliverBy(milestone, clock);
  const isTyped = typed.about === id;
  const field = (name: string): string => (isTyped ? (typed.fields[name] ?? '') : '');
  const request = side === 'us' ? openRequestOf(milestone) : null;
  return {
    ...{ id, number, title, description, state, due, fee },
    again: day !== null && day > due ? day : null,
    overdue: isOverdue(milestone, clock, now),
    daysLate: countedDelivery(milestone)?.daysLate ?? null,
    criteria: milestone.criteria.map(({ text }, place) => ({
      ...{ place, text },
      reasonName: `reason-${place}`,
      met: field(`met-${place}`) === '1',
      reason: field(`reason-${place}`),
    })),
    deliveries: milestone.rounds.map((round, index) => deliveryOf(milestone, { round, number: index + 1 }, around)),
    cancelled: milestone.cancelled?.reason ?? null,
    request: request && `/requests/${request}`,
    ...offersOf(milestone, around),
    text: field('text'),
    links: field('links'),
    on: field('on'),
    refusal: isTyped ? typed.refusal : null,
    refusedAct: isTyped ? refusedAct(typed.act) : null,
  };
}

const refusedAct = (act: string): MilestoneOnPage['refusedAct'] =>
  act === 'milestone-deliver' || act === 'milestone-cancel' ? act : 'judge';

function offersOf(
  milestone: Milestone,
  { engagement, side, reader, mayEdit, mayAccept }: Around,
): Pick<MilestoneOnPage, 'mayDeliver' | 'mayJudge' | 'mayCancel'> {
  const running = !isEnded(engagement.state);
  const delivers = side === 'vendor' || mayEdit;
  return {
    mayDeliver: delivers && FOLLOWED.includes(engagement.state) && deliverObjection(milestone) === null,
    mayJudge: running && mayAccept && reader !== null && judgeObjection(milestone, reader.id) === null,
    mayCancel: running && mayEdit && cancelObjection(milestone) === null,
  };
}

interface Numbered {
  readonly round: MilestoneRound;
  readonly number: number;
}

/** A side sees its own people; what we have attached stays among us. */
function deliveryOf({ criteria }: Milestone, { round, number }: Numbered, around: Around): DeliveryOnPage {
  const { side, nameOf, documents, engagement } = around;
  const name = (id: string | null): string | null => (side === 'us' && id !== null ? nameOf(id) : null);
  const { outcome, marks } = round;
  const isJudged = outcome !== null;
  return {
    round: number,
    side: round.side,
    name: name(round.actorId),
    on: round.deliveredOn,
    note: round.note,
    links: round.links,
    documents: (side === 'us' ? round.documentIds : []).map((id) => ({
      name: documents.get(id) ?? id,
      href: `/api/v1/engagements/${engagement.id}/documents/${id}/content`,
    })),
    outcome,
    decidedAt: round.decidedAt,
    decidedBy: isJudged ? name(round.decidedBy) : null,
    missing: missingOf(criteria, marks),
    comment: isJudged ? round.comment : null,
  };
}
