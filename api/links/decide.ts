import { TaskAction } from '../../domain/approval/request-schema';
import type { ErrorCode } from '../../domain/errors';
import { burnCode, takeTry } from '../../db/stores/link-codes';
import type { Choice } from '../../templates/page-data';
import { formField } from '../pages/csrf';
import { parseWith } from '../parse';
import { toDomainError } from '../problems';
import { actOnTask } from '../requests';
import { formIdOf, isFreshForm, isTooQuick } from './form-token';
import type { Attempt, Use } from './visit';

/** Why nothing was decided, and the names of the fields that it is about. */
type Refused = Pick<Attempt, 'faults'> & { readonly refusal: ErrorCode };
const refusedAs = (refusal: ErrorCode): Refused => ({ refusal, faults: [] });

/**
 * Carries a decision to the approval by the same call as the API, once a choice was made on a form of ours and its maker
 * is who was asked. Answers with the reason of a refusal, or null once the decision is recorded.
 */
export async function decideByLink(use: Use, { chosen }: Attempt, changed: boolean): Promise<Refused | null> {
  const { services, req, visit, now } = use;
  const { parsed, found } = visit.link;
  if (!isFreshForm(req, services, visit.token)) return refusedAs('FORM_REFUSED');
  if (!chosen) return refusedAs('DECISION_REQUIRED');
  if (isTooQuick(req, services)) return refusedAs('TOO_QUICK');
  const seen = formField(req, 'subjectHash');
  if (changed && seen !== found.state.subjectHash) return refusedAs('SUBJECT_CHANGED');
  const code = await codeOf(use);
  if (code === 'CODE_REQUIRED') return refusedAs(code);
  const who = { actor: found.recipient, channel: 'email', session: null, linkExpiresAt: parsed.expiresAt } as const;
  try {
    const body = bodyOf(use, { chosen, subjectHash: seen || found.task.subject_hash });
    await actOnTask(services, { ...who, taskId: parsed.taskId, body, now });
  } catch (error) {
    const { code: refusal, errors } = toDomainError(error);
    if (refusal === 'INTERNAL' || refusal === 'UNAVAILABLE') throw error;
    return { refusal, faults: errors.map(({ path }) => path.split('.')[0] ?? '') };
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
  const said = {
    action: chosen,
    decisionId: `link-${visit.link.parsed.taskId}-${chosen}-${formIdOf(req)}`,
    subjectHash,
    ...(comment && { comment }),
    ...(chosen === 'send-back' && target && { target }),
    ...(signature && { signature }),
  };
  return parseWith(TaskAction, said, 'INVALID_FIELDS');
}
