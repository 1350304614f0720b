import type { Issue } from '../../errors';
import type { Assessment } from './schema';

interface Service {
  readonly personalData: boolean;
  readonly crossBorder: boolean;
}

/** Questionnaires about data protection that ship; an organisation's own ones count by the same prefix. */
const PREFIX = 'secure-';

export const isRequired = ({ personalData, crossBorder }: Service): boolean => personalData || crossBorder;

/** The newest accepted assessment that counts on a day. */
export const validAssessment = (assessments: readonly Assessment[], today: string): Assessment | null =>
  assessments
    .filter(
      ({ state, validUntil, questionnaire }) =>
        questionnaire.key.startsWith(PREFIX) && state === 'accepted' && validUntil !== null && validUntil >= today,
    )
    .reduce<Assessment | null>(
      (newest, one) => ((newest?.reviewedAt ?? '') < (one.reviewedAt ?? '') ? one : newest),
      null,
    );

/** Why gate G2 refuses a vendor that is to handle personal data, or to work across a border. */
export function assessmentIssues(
  service: Service,
  assessments: readonly Assessment[],
  today: string,
): readonly Issue[] {
  if (!isRequired(service) || validAssessment(assessments, today) !== null) return [];
  const message = 'an accepted, valid questionnaire on data protection is needed: personal data or another country';
  return [{ path: 'vendor.assessment', message }];
}
