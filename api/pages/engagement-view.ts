import { standsStill, type State } from '../../domain/engagement/statuses';
import type { Db } from '../../db/knex';
import { gathering } from '../../db/once';
import type { EngagementRow } from '../../db/stores/engagements';
import { findPeople } from '../../db/stores/people';
import { isSample } from '../../db/stores/samples';
import { vendorNames } from '../../db/read/vendors-named';
import { translate } from '../../templates/catalog';
import { drawCourse } from '../../templates/course/drawing';
import type { EngagementHead, EngagementPage } from '../../templates/engagement-page-data';
import { ENGAGEMENT_PARTS, ENGAGEMENT_TABS, type EngagementTab, engagementTab } from '../../templates/engagement-parts';
import { courseOf } from './engagement-course';
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

async function headOf(db: Db, row: EngagementRow, { person, now }: Seen): Promise<EngagementHead> {
  const [people, vendors, sample, course] = await Promise.all([
    findPeople(db, [row.owner_id, ...(row.sponsor_id ? [row.sponsor_id] : [])]),
    vendorNames(db, row.vendor_id ? [row.vendor_id] : []),
    isSample(db, 'engagement', row.id),
    courseOf(db, row, now),
  ]);
  const nameOf = (id: string | null): string | null => people.find((one) => one.id === id)?.name ?? null;
  const present = course.links.filter(({ status }) => status === 'current').map(({ link }) => link);
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
    course: drawCourse({ locale: person.locale, id: row.id, course }),
    present: present.map((link) => translate(person.locale, `link.${link}`)).join(' · '),
    step: stepLink(row, person),
    work: gate ? null : (present[0] ?? null),
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
