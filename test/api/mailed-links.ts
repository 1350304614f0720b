import type { Express } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { createApp } from '../../api/app';
import { wholePages } from '../../api/whole-pages';
import type { Db } from '../../db/knex';
import { valueReporterOf } from '../../db/read/value-reporter';
import { vendorVoice } from '../../db/read/vendor-voice';
import { insertAssessment, saveAssessmentLink } from '../../db/stores/assessments';
import { type EngagementRow, findEngagement } from '../../db/stores/engagements';
import { insertReview } from '../../db/stores/reviews';
import { hashSecret } from '../../db/stores/tokens';
import { inTransaction } from '../../db/transaction';
import { passwordTarget } from '../../domain/people/password-link';
import type { Person } from '../../domain/people/people';
import { scheduleMeeting } from '../../domain/review/meeting';
import { SHIPPED_QUESTIONNAIRES } from '../../domain/vendor/assessment/library';
import { openedAssessment } from '../../domain/vendor/assessment/steps';
import { createLinks } from '../../links';
import { passwordPageLinks, reviewPageLinks, settlementPageLinks } from '../../page-links';
import type { ServiceWorld } from './service-world';
import { servicesOver } from './world';

const SECRETS = ['s'.repeat(32)];
const DAY = 86_400_000;

/** Every page behind mailed links, at a time of one's own, over a database that already has things in it. */
export function linkPagesOver(db: Db, clock: () => number): Express {
  const services = servicesOver(db, clock);
  return createApp({ services, routes: [], pages: wholePages(services) });
}

/** Genuine links of a running service, one of each kind that the vendor gets, and one that sets a password. */
export async function serviceLinksOf({ database: { db }, id, now, people }: ServiceWorld): Promise<readonly string[]> {
  const engagement = await findEngagement(db, id);
  if (!engagement) throw new Error('there is no engagement');
  const expiresAt = now + DAY;
  return [
    ...(await vendorLinksOf(db, engagement, expiresAt)),
    passwordLink(people.owner.person, expiresAt),
    await questionnaireLink(db, engagement.vendor_id ?? '', { by: people.owner.person.id, now }),
  ];
}

async function vendorLinksOf(db: Db, engagement: EngagementRow, expiresAt: number): Promise<readonly string[]> {
  const { id, vendor_id: vendorId } = engagement;
  const links = createLinks(SECRETS, '');
  const address = (await vendorVoice(db, engagement))?.email ?? '';
  const partyId = (await valueReporterOf(db, engagement))?.partyId ?? '';
  const review = await reviewOf(db, id, expiresAt);
  return [
    links.forService({ engagementId: id, vendorId: vendorId ?? '', address, expiresAt }),
    links.forValues({ engagementId: id, period: '2027-02', partyId, address, expiresAt }),
    reviewPageLinks(SECRETS, '').linkTo({ id: review, address, expiresAt }),
    settlementPageLinks(SECRETS, '').linkTo({ id, address, expiresAt }),
  ];
}

async function reviewOf(db: Db, engagementId: string, meetingAt: number): Promise<string> {
  const id = uuidv7();
  const review = { id, engagementId, kind: 'monthly', period: '2027-02', state: 'scheduled' } as const;
  await inTransaction(db, (trx) =>
    insertReview(trx, { ...review, meetingAt, meeting: scheduleMeeting(id) }, meetingAt - DAY),
  );
  return id;
}

const passwordLink = (person: Person, expiresAt: number): string =>
  passwordPageLinks(SECRETS, '').linkTo(passwordTarget({ person, changedAt: 0, expiresAt }));

async function questionnaireLink(
  db: Db,
  vendorId: string,
  { by, now }: { readonly by: string; readonly now: number },
): Promise<string> {
  const [id, secret, at] = [uuidv7(), 'q'.repeat(43), new Date(now).toISOString()];
  const [questionnaire] = SHIPPED_QUESTIONNAIRES;
  if (!questionnaire) throw new Error('no questionnaire ships');
  await inTransaction(db, async (trx) => {
    await insertAssessment(trx, openedAssessment({ id, vendorId, questionnaire, previous: null, by, at }));
    await saveAssessmentLink(trx, id, { secretHash: hashSecret(secret), expiresAt: now + DAY });
  });
  return `/q/${secret}`;
}
