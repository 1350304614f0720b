import { SCORE_EDGES } from '../../domain/review/standing';
import type { Person } from '../../domain/people/people';
import { type Gate, GATES, isEnded, standsStill, type State } from '../../domain/engagement/statuses';
import { engagementTrail } from '../../db/read/engagement-trail';
import { engagementAgenda } from '../../db/read/agenda';
import type { Db } from '../../db/knex';
import { gathering } from '../../db/once';
import type { EngagementRow } from '../../db/stores/engagements';
import { findPeople } from '../../db/stores/people';
import { isSample } from '../../db/stores/samples';
import { reviewsOf } from '../../db/stores/reviews';
import { scorecardsOf } from '../../db/stores/scorecards';
import { LINKS, type LinkView } from '../../templates/engagement-links';
import type { EngagementPage } from '../../templates/engagement-page-data';
import type { AlarmAttempt } from '../../templates/risk-page-data';
import { type Fact, factsOf } from '../../templates/facts';
import { formLinks, kpiForms, stepLink } from './form-links';
import { followUpPart, relationshipPart } from './follow-up-view';
import { feedbackPart } from './feedback-view';
import { exitView } from './exit-view';
import { ledgerPart } from './ledger-view';
import { needsView } from './needs-view';
import { kpiViews, valueForms } from './kpi-view';
import { contractForms } from './contract-forms';
import { contractView } from './contract-view';
import { privacyPart } from './privacy-view';
import { retrospectivePart } from './retrospective-view';
import { riskPart } from './risk-view';
import { creditsView } from './credits-view';
import { standingView } from './standing-view';
import { selectionForms } from './selection-forms';
import { type Beholder, selectionView } from './selection-view';

export interface Seen extends Beholder {
  /** Timeline entries before this one; null for the newest. */
  readonly before: number | null;
  /** What the reader has just tried to do about an alarm; null where nothing was refused. */
  readonly attempt: AlarmAttempt | null;
}

const DATES = 8;
const EVENTS = 30;
const REVIEWS = 12;

/** Everything about one engagement, gathered for its page. */
export async function engagementPageData(pool: Db, row: EngagementRow, seen: Seen): Promise<EngagementPage> {
  const { id } = row;
  const db = gathering(pool);
  const [people, records, timeline, exit, needs] = await Promise.all([
    findPeople(db, [row.owner_id, ...(row.sponsor_id ? [row.sponsor_id] : [])]),
    recordsOf(db, row, seen),
    timelineOf(db, id, seen.before),
    exitView(db, row),
    needsView(db, row, seen),
  ]);
  const cards = await scorecardsOf(db, id, 12);
  return {
    ...header(row, people, records),
    ...timeline,
    ...writing(row, seen, records.candidates),
    links: linksOf(row.state, { leaving: row.exit_cause !== null, openGate: row.open_gate }),
    dates: await engagementAgenda(db, row, { cursor: { at: seen.now, key: '' }, limit: DATES }),
    needs,
    candidates: records.candidates,
    withheld: records.withheld,
    contract: records.contract,
    privacy: await privacyPart(db, row, seen),
    kpis: await kpiViews(db, row, { now: seen.now, cards, person: seen.person }),
    valueForms: await valueForms(db, row, seen.now),
    scorecards: cards,
    scoreEdges: SCORE_EDGES,
    standing: await standingView(db, id),
    credits: await creditsView(db, row, seen.now),
    reviews: records.reviews,
    followUp: records.followUp,
    relationship: await relationshipPart(db, row, seen.now),
    feedback: records.feedback,
    retrospectives: records.retrospectives,
    ...records.ledger,
    ...records.risk,
    exit,
  };
}

/** What the reader may write down now. */
const writing = (row: EngagementRow, seen: Seen, candidates: EngagementPage['candidates']) => ({
  step: stepLink(row, seen.person),
  forms: formLinks(row, seen),
  kpiForms: kpiForms(row, seen.person),
  contractForms: contractForms({ row, person: seen.person }),
  selectionForms: selectionForms({ row, person: seen.person }),
  candidateForms: candidates.some(({ forms }) => forms.length > 0),
});

function header(
  row: EngagementRow,
  people: readonly Person[],
  { vendorName: vendor, sample }: { readonly vendorName: string | null; readonly sample: boolean },
): Pick<EngagementPage, 'engagement' | 'openGate' | 'next'> {
  const nameOf = (id: string | null): string | null => people.find((person) => person.id === id)?.name ?? null;
  const gate =
    row.open_gate && row.open_request_id ? { gate: row.open_gate, href: `/requests/${row.open_request_id}` } : null;
  return {
    engagement: {
      id: row.id,
      number: row.number,
      title: row.title,
      state: row.state,
      serviceType: row.service_type,
      criticality: row.criticality,
      health: row.health,
      owner: nameOf(row.owner_id) ?? row.owner_id,
      sponsor: nameOf(row.sponsor_id),
      vendor,
      currency: row.currency,
      createdAt: row.created_at.getTime(),
      sample,
    },
    openGate: gate,
    next: gate ? 'gate' : nextOf(row),
  };
}

const NEXT: Readonly<Record<State, string>> = {
  NEEDS_ANALYSIS: 'needs',
  VENDOR_SELECTION: 'selection',
  CONTRACTING: 'contract',
  TRANSITION_IN: 'transition',
  IN_SERVICE: 'service',
  SUSPENDED: 'suspended',
  EXITING: 'exit',
  CLOSED: 'ended',
  REJECTED: 'ended',
  WITHDRAWN: 'ended',
  CANCELLED: 'ended',
};
function nextOf(row: EngagementRow): string {
  if (row.state === 'EXITING' && standsStill(row)) return 'exit-suspended';
  return row.state === 'CONTRACTING' && row.contract_approved ? 'sign' : NEXT[row.state];
}

const REACHED: Partial<Readonly<Record<State, number>>> = {
  NEEDS_ANALYSIS: 0,
  VENDOR_SELECTION: 1,
  CONTRACTING: 2,
  TRANSITION_IN: 3,
  IN_SERVICE: 4,
  SUSPENDED: 4,
  EXITING: 5,
  CLOSED: 6,
};

const LINK_OF_GATE = {
  needs: 'needs',
  award: 'selection',
  contract: 'contract',
  renewal: 'performance',
  exit: 'exit',
  settlement: 'exit',
} as const satisfies Record<Gate, LinkView['link']>;

/** Where an engagement stands on its six links; delivery and performance run side by side. */
export function linksOf(
  state: State,
  { leaving, openGate }: { readonly leaving: boolean; readonly openGate: string | null },
): readonly LinkView[] {
  const waiting = GATES.find((gate) => gate === openGate);
  const reached = isEnded(state) && state !== 'CLOSED' ? (leaving ? 5 : -1) : (REACHED[state] ?? 0);
  return LINKS.map((link, index) => {
    const isCurrent = index === reached || (link === 'delivery' && reached === 4);
    const gate = waiting && LINK_OF_GATE[waiting] === link ? waiting : null;
    return { link, gate, status: isCurrent ? 'current' : index < reached ? 'done' : 'ahead' };
  });
}

async function recordsOf(db: Db, row: EngagementRow, seen: Seen) {
  const { id } = row;
  const [selection, contract, reviews, ledger, risk, followUp, feedback, retrospectives] = await Promise.all([
    selectionView(db, row, seen),
    contractView(db, row, seen),
    reviewsOf(db, id),
    ledgerPart(db, row, seen),
    riskPart(db, row, seen),
    followUpPart(db, row, seen.now),
    feedbackPart(db, id, seen.now),
    retrospectivePart(db, row, seen),
  ]);
  return {
    ...selection,
    sample: await isSample(db, 'engagement', id),
    contract,
    reviews: reviews
      .toReversed()
      .slice(0, REVIEWS)
      .map(({ id: review, kind, period, state, meetingAt }) => ({
        href: `/reviews/${review}`,
        kind,
        period,
        state,
        meetingAt,
      })),
    ledger,
    risk,
    followUp,
    feedback,
    retrospectives,
  };
}

async function timelineOf(
  db: Db,
  id: string,
  before: number | null,
): Promise<Pick<EngagementPage, 'events' | 'olderEvents'>> {
  const lines = await engagementTrail(db, id, { before, limit: EVENTS + 1 });
  const shown = lines.slice(0, EVENTS);
  const people = await findPeople(
    db,
    shown.flatMap(({ actorId, onBehalfOfId }) => [actorId, onBehalfOfId].filter((one) => one !== null)),
  );
  const nameOf = (person: string | null): string | null => people.find((one) => one.id === person)?.name ?? null;
  const last = shown.at(-1);
  return {
    events: shown.map((line) => ({
      at: Date.parse(line.at),
      actor: nameOf(line.actorId),
      onBehalfOf: nameOf(line.onBehalfOfId),
      channel: line.channel,
      type: line.type,
      facts: factsOf(line.payload).filter(isForPeople).slice(0, 4),
    })),
    olderEvents: lines.length > EVENTS && last ? `/engagements/${id}?before=${last.seq}` : null,
  };
}

/** An id names nothing to people; the whole entry is kept in the trail. */
const isForPeople = ({ value }: Fact): boolean => value.kind !== 'text' || !UUID.test(value.text);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
