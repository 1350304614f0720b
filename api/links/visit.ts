import type { Request } from 'express';
import type { ErrorCode } from '../../domain/errors';
import type { Person } from '../../domain/people/people';
import { type Choice, CHOICES } from '../../templates/page-data';
import { formField } from '../pages/csrf';
import type { LinkParts } from './find';
import type { GenuineLink } from './situation';

/** Somebody at a genuine link. */
export interface Visit {
  readonly link: GenuineLink;
  readonly token: string;
  /** Path of the link. */
  readonly path: string;
  /** Whether the person who was asked is signed in, so that no code is needed. */
  readonly signedIn: boolean;
  /** Whether they are, but must show again who they are to go without it. */
  readonly signedInLongAgo: boolean;
  /** Who is signed in instead of the person who was asked. */
  readonly other: Person | null;
}

/** One use of a link. */
export interface Use extends LinkParts {
  readonly req: Request;
  readonly visit: Visit;
  readonly now: number;
}

/** What the form held, and why it was refused. */
export interface Attempt {
  readonly refusal: ErrorCode | null;
  /** Names of the fields that were refused. */
  readonly faults: readonly string[];
  readonly chosen: Choice | null;
  readonly comment: string;
  readonly target: string;
  readonly signature: string;
}
export const FRESH: Attempt = { refusal: null, faults: [], chosen: null, comment: '', target: '', signature: '' };

export const attemptOf = (req: Request): Attempt => ({
  refusal: null,
  faults: [],
  chosen: CHOICES.find((choice) => choice === formField(req, 'decision')) ?? null,
  comment: formField(req, 'comment'),
  target: formField(req, 'target'),
  signature: formField(req, 'signature'),
});
