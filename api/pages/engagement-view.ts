import { type Gate, GATES, isEnded, standsStill, type State } from '../../domain/engagement/statuses';
import type { Db } from '../../db/knex';
import { gathering } from '../../db/once';
import type { EngagementRow } from '../../db/stores/engagements';
import { findPeople } from '../../db/stores/people';
import { isSample } from '../../db/stores/samples';
import { vendorNames } from '../../db/read/vendors-named';
import { LINKS, type LinkView } from '../../templates/engagement-links';
import type { EngagementHead, EngagementPage } from '../../templates/engagement-page-data';
import { ENGAGEMENT_PARTS, ENGAGEMENT_TABS, type EngagementTab, engagementTab } from '../../templates/engagement-parts';
import { engagementPart, type Seen } from './engagement-parts';
import { stepLink } from './form-links';

/** One engagement as its page shows it behind one of its tabs. */
export async function engagementPageData(
  pool: Db,
  row: EngagementRow,
  { tab, ...seen }: Seen & { readonly tab: EngagementTab },
): Promise<EngagementPage> {
  const db = gathering(pool);
  const names = tab === 'all' ? ENGAGEMENT_PARTS : [tab];
  const [head, ...parts] = await Promise.all([
    headOf(db, row, seen),
    ...names.map((name) => engagementPart(name, { db, row, seen })),
  ]);
  const tabs = ENGAGEMENT_TABS.map((one) => ({ tab: one, href: engagementTab(row.id, one), current: one === tab }));
  return { ...head, tabs, parts };
}

async function headOf(db: Db, row: EngagementRow, { person }: Seen): Promise<EngagementHead> {
  const [people, vendors, sample] = await Promise.all([
    findPeople(db, [row.owner_id, ...(row.sponsor_id ? [row.sponsor_id] : [])]),
    vendorNames(db, row.vendor_id ? [row.vendor_id] : []),
    isSample(db, 'engagement', row.id),
  ]);
  const nameOf = (id: string | null): string | null => people.find((one) => one.id === id)?.name ?? null;
  const links = linksOf(row.state, { leaving: row.exit_cause !== null, openGate: row.open_gate });
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
      vendor: (row.vendor_id && vendors.get(row.vendor_id)) ?? null,
      currency: row.currency,
      createdAt: row.created_at.getTime(),
      sample,
    },
    links,
    step: stepLink(row, person),
    work: gate ? null : (links.find(({ status }) => status === 'current')?.link ?? null),
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
