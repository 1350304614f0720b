import type { Request } from 'express';
import type { TaskAction } from '../../domain/approval/request-schema';
import type { ErrorCode } from '../../domain/errors';
import { takeTry } from '../../db/stores/link-codes';
import { isEqual, type Links } from '../../links';
import type { Choice } from '../../templates/page-data';
import { formField } from '../pages/csrf';
import { toDomainError } from '../problems';
import { actOnTask } from '../requests';
import type { Services } from '../services';
import type { Visit } from './view';

export type Outcome =
  | { readonly kind: 'recorded' | 'away' }
  /** Something stands in the way that the person can mend on the same page. */
  | { readonly kind: 'refused'; readonly code: ErrorCode }
  /** The approval moved on while the person read; the link must be judged anew. */
  | { readonly kind: 'moved-on' };

export interface LinkDecision {
  readonly visit: Visit;
  readonly links: Links;
  /** The content is another one than when the mail was written. */
  readonly changed: boolean;
  readonly chosen: Choice | null;
  readonly req: Request;
  readonly now: number;
}

const MENDABLE: readonly ErrorCode[] = [
  'COMMENT_REQUIRED',
  'DECISION_REQUIRED',
  'INVALID_FIELDS',
  'TARGET_NOT_REACHABLE',
  'SUBJECT_CHANGED',
  'FORBIDDEN',
];

/** Carries a decision to the approval by the same call as the API, once a choice was made and its maker is who was asked. */
export async function decideByLink(services: Services, decision: LinkDecision): Promise<Outcome> {
  const { visit, changed, chosen, req, now } = decision;
  const { parsed, found } = visit.link;
  if (!chosen) return { kind: 'refused', code: 'DECISION_REQUIRED' };
  const seen = formField(req, 'subjectHash');
  if (changed && seen !== found.state.subjectHash) return { kind: 'refused', code: 'SUBJECT_CHANGED' };
  const missing = await codeRefusal(services, decision);
  if (missing) return { kind: 'refused', code: missing };
  const body = bodyOf(req, { chosen, taskId: parsed.taskId, subjectHash: seen || found.task.subject_hash });
  const who = { actor: found.recipient, channel: 'email', linkExpiresAt: parsed.expiresAt } as const;
  try {
    await actOnTask(services, { ...who, taskId: parsed.taskId, body, now });
    return { kind: 'recorded' };
  } catch (error) {
    return outcomeOf(error);
  }
}

function outcomeOf(error: unknown): Outcome {
  const { code } = toDomainError(error);
  if (code === 'INTERNAL') throw error;
  if (code === 'UNAVAILABLE') return { kind: 'away' };
  return MENDABLE.includes(code) ? { kind: 'refused', code } : { kind: 'moved-on' };
}

async function codeRefusal({ db }: Services, { visit, links, req, now }: LinkDecision): Promise<ErrorCode | null> {
  const { task, stepUp } = visit.link.found;
  if (visit.signedIn || !stepUp) return null;
  const typed = formField(req, 'code');
  if (!typed) return 'CODE_REQUIRED';
  const codeId = await takeTry(db, task.id, now);
  return codeId !== null && isEqual(links.codeFor(codeId), typed.replace(/\s/g, '')) ? null : 'CODE_REQUIRED';
}

interface Chosen {
  readonly chosen: Choice;
  readonly taskId: string;
  readonly subjectHash: string;
}

function bodyOf(req: Request, { chosen, taskId, subjectHash }: Chosen): TaskAction {
  const comment = formField(req, 'comment');
  const target = formField(req, 'target');
  const signature = formField(req, 'signature');
  return {
    action: chosen,
    decisionId: `link-${taskId}-${chosen}`,
    subjectHash,
    ...(comment && { comment }),
    ...(chosen === 'send-back' && target && { target }),
    ...(signature && { signature }),
  };
}
