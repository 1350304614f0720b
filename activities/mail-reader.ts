import { vendorVoice } from '../db/read/vendor-voice';
import { findEngagement } from '../db/stores/engagements';
import { findPerson } from '../db/stores/people';
import { findCandidate } from '../db/read/candidates';
import { findSurveyInvitation } from '../db/stores/survey-answers';
import { findSurvey } from '../db/stores/surveys';
import { findInvitation, invitationsOf, tenderOf } from '../db/stores/tenders';
import { valueReporterOf } from '../db/read/value-reporter';
import { findVendor } from '../db/stores/vendors';
import {
  AWARD_MAIL_KINDS,
  KPI_MAIL_KINDS,
  type MailOrder,
  SERVICE_MAIL_KINDS,
  SETTLEMENT_MAIL_KINDS,
  SURVEY_MAIL_KINDS,
  VENDOR_MAIL_KINDS,
} from '../domain/mail/order';
import { serviceLinkExpiry } from '../domain/issue/link';
import { valueLinkExpiry } from '../domain/kpi/value-link';
import { contactZone } from '../domain/vendor/contact-zone';
import { type Invitation, linkExpiry, type Tender } from '../domain/tender/tender';
import { createLinks } from '../links';
import { reviewPageLinks, settlementPageLinks, surveyPageLinks } from '../page-links';
import type { Deps } from './deps';
import type { Recipient } from './mail';
import type { Reader } from './mail-content';

type PeopleDeps = Pick<Deps, 'db' | 'secrets' | 'publicUrl'>;

export interface Addressed {
  readonly recipient: Recipient;
  readonly reader: Reader;
}

const isOf = (kinds: readonly string[], { kind }: MailOrder): boolean => kinds.includes(kind);

/** Who an engagement's mail goes to now, and where it leads; null for whoever has left or has no address. */
export function addresseeOf(deps: PeopleDeps, order: MailOrder): Promise<Addressed | null> {
  if (order.facts['reader'] === 'vendor') return voiceOf(deps, order);
  if (isOf(VENDOR_MAIL_KINDS, order)) return invitedOf(deps, order);
  if (isOf(SERVICE_MAIL_KINDS, order)) return serviceContactOf(deps, order);
  if (isOf(KPI_MAIL_KINDS, order)) return reporterOf(deps, order);
  if (isOf(SURVEY_MAIL_KINDS, order)) return surveyedOf(deps, order);
  if (isOf(SETTLEMENT_MAIL_KINDS, order)) return settlingOf(deps, order);
  return isOf(AWARD_MAIL_KINDS, order) ? bidderOf(deps, order) : personOf(deps, order);
}

/** Where mails lead that are about more than the engagement's own page shows. */
const PAGES: Readonly<Partial<Record<MailOrder['kind'], string>>> = {
  'tender-asked': '/tender',
  'tender-opened': '/tender',
  issue: '/follow-up',
  improvement: '/follow-up',
  'settlement-approved': '/settlement',
  'exit-returns': '/exit',
};

async function personOf({ db, publicUrl }: PeopleDeps, order: MailOrder): Promise<Addressed | null> {
  const person = await findPerson(db, order.recipientId);
  if (!person?.active) return null;
  const url = `${publicUrl}${pageOf(order)}`;
  return { recipient: person, reader: { person, url, insider: { person, publicUrl } } };
}

/** The page that a mail of an engagement leads its people to. */
function pageOf({ kind, engagementId, facts }: MailOrder): string {
  if (facts['reviewId']) return `/reviews/${facts['reviewId']}`;
  const isAskedFor = KPI_MAIL_KINDS.some((one) => one === kind);
  const page = isAskedFor ? `/kpis/${facts['period'] ?? ''}` : (PAGES[kind] ?? '');
  return `/engagements/${engagementId ?? ''}${page}`;
}

/** Whoever speaks for the vendor at reviews, with or without an account; the link alone shows the way. */
async function voiceOf({ db, secrets, publicUrl }: PeopleDeps, order: MailOrder): Promise<Addressed | null> {
  const engagement = order.engagementId === null ? null : await findEngagement(db, order.engagementId);
  const voice = engagement && (await vendorVoice(db, engagement));
  if (!voice) return null;
  const { personId: id, name, email, locale, timeZone } = voice;
  const reviewId = order.facts['reviewId'] ?? '';
  const expiresAt = Number(order.facts['linkUntil']);
  const url = reviewPageLinks(secrets, publicUrl).linkTo({ id: reviewId, address: email, expiresAt });
  return { recipient: { id, name, email, active: true }, reader: { person: { name, locale, timeZone }, url } };
}

/** Whoever speaks for the vendor, with the link to the settlement. */
async function settlingOf({ db, secrets, publicUrl }: PeopleDeps, order: MailOrder): Promise<Addressed | null> {
  const engagement = await findEngagement(db, order.engagementId ?? '');
  const voice = engagement && (await vendorVoice(db, engagement));
  if (!voice) return null;
  const { personId: id, name, email, locale, timeZone } = voice;
  const target = { id: engagement.id, address: email, expiresAt: serviceLinkExpiry(order.now) };
  const url = settlementPageLinks(secrets, publicUrl).linkTo(target);
  return { recipient: { id, name, email, active: true }, reader: { person: { name, locale, timeZone }, url } };
}

/** Whoever reports for the vendor goes to its form behind a link, people of ours to the same form behind their sign-in. */
async function reporterOf(deps: PeopleDeps, order: MailOrder): Promise<Addressed | null> {
  const { db, secrets, publicUrl } = deps;
  const { period = '' } = order.facts;
  const engagement = await findEngagement(db, order.engagementId ?? '');
  if (!engagement) return null;
  const theirs = [engagement.roles.vendorRep, engagement.vendor_id];
  if (!theirs.includes(order.recipientId)) return personOf(deps, order);
  const reporter = await valueReporterOf(db, engagement);
  if (!reporter) return null;
  const { partyId, personId, address, name, company, locale, timeZone } = reporter;
  const target = { engagementId: engagement.id, period, partyId, address, expiresAt: valueLinkExpiry(period) };
  return {
    recipient: { id: personId, name, email: address, active: true },
    reader: {
      person: { name, locale, timeZone },
      url: createLinks(secrets, publicUrl).forValues(target),
      vendor: company,
    },
  };
}

/** The contact of an invited vendor. */
async function invitedOf(deps: PeopleDeps, order: MailOrder): Promise<Addressed | null> {
  const invitation = await findInvitation(deps.db, order.recipientId);
  const tender = invitation && (await tenderOf(deps.db, invitation.engagementId));
  return invitation && tender && contactOf(deps, { ...invitation, page: { invitation, tender } });
}

/** The contact of a vendor that has bid, whether or not it was invited; whoever was finds its own page as long as the link lives. */
async function bidderOf(deps: PeopleDeps, { recipientId, now }: MailOrder): Promise<Addressed | null> {
  const { db } = deps;
  const candidate = await findCandidate(db, recipientId);
  if (!candidate) return null;
  const tender = await tenderOf(db, candidate.engagementId);
  const invitation = (await invitationsOf(db, candidate.engagementId)).find((one) => one.candidateId === candidate.id);
  const page = invitation && tender && linkExpiry(tender) > now ? { invitation, tender } : null;
  return contactOf(deps, { ...candidate, page });
}

interface Contact {
  readonly vendorId: string;
  readonly engagementId: string;
  /** The page of an invited vendor; null where there is none to lead to. */
  readonly page: { readonly invitation: Invitation; readonly tender: Tender } | null;
}

/** The contact on file. The link is made here, so that it stands neither in a history nor in the database. */
async function contactOf({ db, secrets, publicUrl }: PeopleDeps, to: Contact): Promise<Addressed | null> {
  const vendor = await findVendor(db, to.vendorId);
  const engagement = await findEngagement(db, to.engagementId);
  if (!vendor?.contactEmail || !engagement) return null;
  const { id: vendorId, contactEmail: email, contactName, name: company, locale } = vendor;
  const name = contactName ?? company;
  const target = to.page && {
    invitationId: to.page.invitation.id,
    vendorId,
    address: email,
    expiresAt: linkExpiry(to.page.tender),
  };
  return {
    recipient: { id: null, name, email, active: true },
    reader: {
      person: { name, locale, timeZone: contactZone(vendor, engagement.time_zone) },
      url: target ? createLinks(secrets, publicUrl).forVendor(target) : '',
      vendor: company,
    },
  };
}

/** The contact of the vendor of a running service. */
async function serviceContactOf({ db, secrets, publicUrl }: PeopleDeps, order: MailOrder): Promise<Addressed | null> {
  const [vendor, engagement] = await Promise.all([
    findVendor(db, order.recipientId),
    findEngagement(db, order.engagementId ?? ''),
  ]);
  if (!vendor?.contactEmail || engagement?.vendor_id !== vendor.id) return null;
  const { contactEmail: email, contactName, name: company, locale } = vendor;
  const name = contactName ?? company;
  const expiresAt = serviceLinkExpiry(order.now);
  const target = { engagementId: engagement.id, vendorId: vendor.id, address: email, expiresAt };
  return {
    recipient: { id: null, name, email, active: true },
    reader: {
      person: { name, locale, timeZone: contactZone(vendor, engagement.time_zone) },
      url: createLinks(secrets, publicUrl).forService(target),
      vendor: company,
    },
  };
}

/** Whoever is invited to a survey. The link is the same in every mail, so that an answer can be changed by any of them. */
async function surveyedOf({ db, secrets, publicUrl }: PeopleDeps, order: MailOrder): Promise<Addressed | null> {
  const invitation = await findSurveyInvitation(db, order.recipientId);
  const survey = invitation && (await findSurvey(db, invitation.surveyId));
  const engagement = survey && (await findEngagement(db, survey.engagementId));
  if (!invitation?.email || !engagement) return null;
  const { id, email, locale } = invitation;
  const name = invitation.name ?? email;
  const target = { id, address: email, expiresAt: survey.closesAt };
  return {
    recipient: { id: null, name, email, active: true },
    reader: {
      person: { name, locale, timeZone: engagement.time_zone },
      url: surveyPageLinks(secrets, publicUrl).linkTo(target),
    },
  };
}
