import type { TaskAction } from '../../domain/approval/request-schema';
import type { ErrorCode } from '../../domain/errors';
import { burnCode, takeTry } from '../../db/stores/link-codes';
import type { Choice } from '../../templates/page-data';
import { formField } from '../pages/csrf';
import { toDomainError } from '../problems';
import { actOnTask } from '../requests';
import { formIdOf, isFreshForm } from './form-token';
import type { Attempt, Use } from './visit';

/**
 * Carries a decision to the approval by the same call as the API, once a choice was made on a form of ours and its maker
 * is who was asked. Answers with the reason of a refusal, or null once the decision is recorded.
 */
export async function decideByLink(use: Use, { chosen }: Attempt, changed: boolean): Promise<ErrorCode | null> {
  const { services, req, visit, now } = use;
  const { parsed, found } = visit.link;
  if (!isFreshForm(req, services, visit.token)) return 'FORM_REFUSED';
  if (!chosen) return 'DECISION_REQUIRED';
  const seen = formField(req, 'subjectHash');
  if (changed && seen !== found.state.subjectHash) return 'SUBJECT_CHANGED';
  const code = await codeOf(use);
  if (code === 'CODE_REQUIRED') return code;
  const body = bodyOf(use, { chosen, subjectHash: seen || found.task.subject_hash });
  const who = { actor: found.recipient, channel: 'email', session: null, linkExpiresAt: parsed.expiresAt } as const;
  try {
    await actOnTask(services, { ...who, taskId: parsed.taskId, body, now });
  } catch (error) {
    const { code: refusal } = toDomainError(error);
    if (refusal === 'INTERNAL' || refusal === 'UNAVAILABLE') throw error;
    return refusal;
  }
  if (code) await burn(use, code);
  return null;
}

/** The mailed code that was typed, where one is asked for. */
async function codeOf({ services, links, req, visit, now }: Use): Promise<MailedCode | null | 'CODE_REQUIRED'> {
  const { task, stepUp } = visit.link.found;
  if (visit.signedIn || !stepUp) return null;
  const typed = formField(req, 'code').replace(/\s/g, '');
  if (!typed) return 'CODE_REQUIRED';
  const id = await takeTry(services.db, task.id, now);
  return id !== null && links.isCode(id, typed) ? { id } : 'CODE_REQUIRED';
}

interface MailedCode {
  readonly id: string;
}

/** The decision stands whether or not this succeeds: its task is decided, and the code dies within ten minutes. */
async function burn({ services, visit, now }: Use, { id }: MailedCode): Promise<void> {
  const { taskId } = visit.link.parsed;
  await burnCode(services.db, id, now).catch((error: unknown) =>
    services.log.warn({ taskId, err: error }, 'a code made a decision, but could not be burnt'),
  );
}

interface Chosen {
  readonly chosen: Choice;
  readonly subjectHash: string;
}

function bodyOf({ req, visit }: Use, { chosen, subjectHash }: Chosen): TaskAction {
  const comment = formField(req, 'comment');
  const target = formField(req, 'target');
  const signature = formField(req, 'signature');
  return {
    action: chosen,
    decisionId: `link-${visit.link.parsed.taskId}-${chosen}-${formIdOf(req)}`,
    subjectHash,
    ...(comment && { comment }),
    ...(chosen === 'send-back' && target && { target }),
    ...(signature && { signature }),
  };
}
