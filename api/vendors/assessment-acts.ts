import type { z } from 'zod';
import { localDate } from '../../domain/calendar/zone';
import { DomainError } from '../../domain/errors';
import type { Assessment, AssessmentLink, ReviewBody } from '../../domain/vendor/assessment/schema';
import { reviewedAssessment } from '../../domain/vendor/assessment/steps';
import type { Db } from '../../db/knex';
import { saveAssessmentLink } from '../../db/stores/assessments';
import { hashSecret } from '../../db/stores/tokens';
import { findVendor } from '../../db/stores/vendor-master';
import { inTransaction } from '../../db/transaction';
import { createLinks } from '../../links';
import { staleRecord } from '../precondition';
import type { Call } from '../route';
import type { Services } from '../services';
import { sendLetters } from '../tender/letters';
import { assessorOf, audit, knownAssessment, stepAssessment } from './assess';

type OfAssessment<B = unknown> = Call<{ id: string }, unknown, B>;

/** Accepts what was handed in or returns it; `seen` is the version that whoever judges has read, where that is known. */
export function reviewAssessment(db: Db, call: OfAssessment<ReviewBody>, seen: number | null): Promise<Assessment> {
  const { body, actor, now } = call;
  const judged = { body, by: actor.id, at: new Date(now).toISOString(), today: localDate('UTC', now) };
  return stepAssessment(db, call.params.id, {
    type: body.decision === 'accept' ? 'assessment.accepted' : 'assessment.returned',
    assessor: assessorOf(call),
    take: (assessment) => {
      if (seen !== null && seen !== assessment.version) throw staleRecord();
      return reviewedAssessment(assessment, judged);
    },
  });
}

const LINK_DAYS = 30;
type LinkDeps = Pick<Services, 'db' | 'config' | 'gateway'>;

/** Makes a new link in the place of the one before, and mails it to the contact where there is one. */
export async function sendAssessmentLink(deps: LinkDeps, call: OfAssessment): Promise<z.infer<typeof AssessmentLink>> {
  const { db, config } = deps;
  const expiresAt = call.now + LINK_DAYS * 86_400_000;
  const target = { assessmentId: call.params.id, expiresAt };
  const secret = createLinks(config.secrets, config.publicUrl).questionnaireToken(target);
  const assessment = await inTransaction(db, async (trx) => {
    const found = await knownAssessment(trx, call.params.id);
    if (found.state === 'accepted') throw new DomainError('STATE_CONFLICT', 'The assessment is accepted already.');
    await saveAssessmentLink(trx, found.id, { secretHash: hashSecret(secret), expiresAt });
    await audit(trx, found, { type: 'assessment.link', assessor: assessorOf(call) });
    return found;
  });
  const contact = (await findVendor(db, assessment.vendorId))?.contactEmail ?? null;
  if (contact !== null) await mailLink(deps, { ...target, now: call.now });
  const url = `${config.publicUrl}/q/${secret}`;
  return { url, expiresAt: new Date(expiresAt).toISOString(), contact, mailed: contact !== null };
}

interface Sent {
  readonly assessmentId: string;
  readonly expiresAt: number;
  readonly now: number;
}

const mailLink = (deps: LinkDeps, { assessmentId, expiresAt, now }: Sent): Promise<void> =>
  sendLetters(deps, `${assessmentId}-questionnaire-${expiresAt}`, [
    {
      key: `${assessmentId}:questionnaire:${expiresAt}`,
      kind: 'questionnaire',
      recipientId: assessmentId,
      engagementId: null,
      facts: { expiresAt: String(expiresAt) },
      now,
    },
  ]);
