import { createHmac } from 'node:crypto';
import { isEqual, type ParsedLink } from './links';

/** What a link to a survey is bound to: an invitation and its address, or the survey itself for its open link. */
export interface SurveyTarget {
  /** Id of the invitation, or of the survey. */
  readonly id: string;
  /** Empty for an open link. */
  readonly address: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export interface SurveyLinks {
  readonly forSurvey: (target: SurveyTarget) => string;
  readonly isOfSurvey: (link: ParsedLink, target: SurveyTarget) => boolean;
}

/** Signed links to surveys, derived like all links of ours; `secrets` newest first. */
export function createSurveyLinks(secrets: readonly string[], publicUrl: string): SurveyLinks {
  const keys = secrets.map((secret) => createHmac('sha256', secret).update('tenure survey link v1').digest());
  return {
    forSurvey: (target) =>
      `${publicUrl}/f/${[target.id, target.expiresAt.toString(36), sign(keys[0] ?? Buffer.alloc(0), target)].join('.')}`,
    isOfSurvey: ({ mac }, target) => keys.map((key) => isEqual(sign(key, target), mac)).includes(true),
  };
}

const sign = (key: Buffer, { id, address, expiresAt }: SurveyTarget): string =>
  createHmac('sha256', key).update(['v1', id, address, expiresAt].join('|')).digest('base64url');
