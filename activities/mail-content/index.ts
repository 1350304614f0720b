import type { Db } from '../../db/knex';
import { type EngagementRow, findEngagement } from '../../db/stores/engagements';
import { findVendor } from '../../db/stores/vendors';
import type { MailKind, MailOrder } from '../../domain/mail/order';
import type { Locale, Person } from '../../domain/people/people';
import type { CalendarFile } from '../../templates/invite';
import type { MailData } from '../../templates/mail-data';
import { type RenderedMail, renderMail } from '../../templates/render';
import { alarmData, overdueAlarmData } from './alarm';
import { awardData } from './award';
import { closedData, exitTaskData, settlementData, vendorSettlementData } from './events';
import { improvementData } from './improvement';
import { issueData } from './issue';
import { itemMail } from './item';
import { milestoneData } from './milestone';
import {
  answerData,
  askedData,
  cancelledData,
  invitationData,
  openedData,
  questionData,
  receiptData,
  reminderData,
} from './tender';
import { inviting, minutesData, minutesDueData, objectionData, reviewData } from './review';
import { expiredData, kpiData, noticeData, overdueKpiData, renewedData, standingData } from './service';
import { ratingData } from './rating';
import { heldReturnsData, vendorReturnsData } from './returns';
import { surveyData } from './survey';

/** What every mail of an engagement starts from. */
export interface Frame {
  readonly to: { readonly name: string; readonly timeZone: string };
  readonly url: string;
  readonly engagement: { readonly number: string; readonly title: string };
  readonly vendor: string | null;
}

export interface Material {
  readonly db: Db;
  readonly engagement: EngagementRow;
  readonly order: MailOrder;
  readonly frame: Frame;
}

/** Mails that are written from the engagement; those about work are written from the item, those of a questionnaire, a head, a password, a proposal or a template by themselves. */
type EngagementMailKind = Exclude<MailKind, ElsewhereKind>;
type ElsewhereKind =
  | 'questionnaire'
  | 'audit-head'
  | 'template-test'
  | 'password-link'
  | 'sign-in-changed'
  | 'proposal-made'
  | 'proposal-settled'
  | 'action-item'
  | 'action-items'
  | 'action-item-reminder';
const ELSEWHERE: readonly string[] = [
  'questionnaire',
  'audit-head',
  'template-test',
  'password-link',
  'sign-in-changed',
  'proposal-made',
  'proposal-settled',
  'action-item',
  'action-items',
  'action-item-reminder',
];
const isOfItem = (kind: MailKind): kind is Exclude<MailKind, EngagementMailKind> => ELSEWHERE.includes(kind);

/** A mail with the entry for a calendar that goes with it. */
export interface WrittenMail extends RenderedMail {
  readonly calendar?: CalendarFile;
}

type Write = (material: Material, locale: Locale) => Promise<WrittenMail | null>;

const mail =
  <K extends EngagementMailKind>(kind: K, dataOf: (material: Material) => Promise<MailData[K] | null>): Write =>
  async (material, locale) => {
    const data = await dataOf(material);
    return data === null ? null : renderMail(kind, locale, data);
  };

const mails: Readonly<Record<EngagementMailKind, Write>> = {
  'kpi-request': mail('kpi-request', kpiData),
  'kpi-reminder': mail('kpi-reminder', overdueKpiData),
  'review-invitation': inviting('review-invitation'),
  'review-cancelled': inviting('review-cancelled'),
  'review-minutes': mail('review-minutes', minutesData),
  'review-minutes-due': mail('review-minutes-due', minutesDueData),
  'review-objection': mail('review-objection', objectionData),
  'review-missed': mail('review-missed', reviewData),
  'notice-reminder': mail('notice-reminder', noticeData),
  'contract-renewed': mail('contract-renewed', renewedData),
  'contract-expired': mail('contract-expired', expiredData),
  standing: mail('standing', standingData),
  alarm: mail('alarm', alarmData),
  'alarm-overdue': mail('alarm-overdue', overdueAlarmData),
  'exit-task': mail('exit-task', exitTaskData),
  'exit-returns': mail('exit-returns', heldReturnsData),
  'tender-invitation': mail('tender-invitation', invitationData),
  'tender-amended': mail('tender-amended', invitationData),
  'tender-cancelled': mail('tender-cancelled', cancelledData),
  'tender-reminder': mail('tender-reminder', reminderData),
  'vendor-question': mail('vendor-question', questionData),
  'vendor-answer': mail('vendor-answer', answerData),
  'bid-receipt': mail('bid-receipt', receiptData),
  'award-won': mail('award-won', awardData),
  'award-lost': mail('award-lost', awardData),
  'tender-asked': mail('tender-asked', askedData),
  'tender-opened': mail('tender-opened', openedData),
  issue: mail('issue', issueData),
  'vendor-issue': mail('vendor-issue', issueData),
  improvement: mail('improvement', improvementData),
  'vendor-improvement': mail('vendor-improvement', improvementData),
  'vendor-rating': mail('vendor-rating', ratingData),
  'vendor-returns': mail('vendor-returns', vendorReturnsData),
  'vendor-milestone': mail('vendor-milestone', milestoneData),
  survey: mail('survey', surveyData),
  'settlement-approved': mail('settlement-approved', settlementData),
  'vendor-settlement': mail('vendor-settlement', vendorSettlementData),
  'engagement-closed': mail('engagement-closed', closedData),
};

export interface Reader {
  readonly person: Pick<Person, 'name' | 'timeZone' | 'locale'>;
  /** Where the mail leads. */
  readonly url: string;
  /** Name of the reader's company, for the contact of a vendor. */
  readonly vendor?: string;
  /** The reader where it is a person of ours, with what else their mails lead to. */
  readonly insider?: { readonly person: Person; readonly publicUrl: string };
}

/** A mail of an engagement from what the records say now; null when there is nothing to tell any more. */
export async function engagementMail(
  db: Db,
  order: MailOrder,
  { person, url, vendor, insider }: Reader,
): Promise<WrittenMail | null> {
  const { kind } = order;
  if (isOfItem(kind)) return insider ? itemMail(db, order, insider) : null;
  const engagement = order.engagementId === null ? null : await findEngagement(db, order.engagementId);
  if (!engagement) return null;
  const chosen = engagement.vendor_id === null ? null : await findVendor(db, engagement.vendor_id);
  const frame: Frame = {
    to: { name: person.name, timeZone: person.timeZone },
    url,
    engagement: { number: engagement.number, title: engagement.title },
    vendor: vendor ?? chosen?.name ?? null,
  };
  return mails[kind]({ db, engagement, order, frame }, person.locale);
}
