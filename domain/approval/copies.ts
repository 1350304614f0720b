import { type Change, forEach, mail, patch } from './change';
import type { Act } from './events';
import { findStep } from './flow';
import { numberOf } from './signature';
import type { RequestState, StepRun } from './state';

/** Everybody in copy, of the whole request or of one of its steps: they read and comment, and decide nothing. */
export const copiedIds = ({ ccIds, stepCcIds = [] }: RequestState): readonly string[] => union(ccIds, stepCcIds);

const union = (some: readonly string[], more: readonly string[]): readonly string[] => [...new Set([...some, ...more])];

/** A round begins: the people in copy hear of it once. */
export const tellOpened = (change: Change): Change =>
  forEach(change, change.state.ccIds, (next, recipientId) =>
    mail(next, { kind: 'cc-opened', taskId: null, recipientId, seq: next.state.round }),
  );

/** A step has ended: its own people in copy hear of it, unless the end of the whole request is told to them already. */
export function tellStep(change: Change, { key }: StepRun): Change {
  const ids = findStep(change.state, key)?.cc ?? [];
  if (ids.length === 0) return change;
  const told = new Set(change.mails.flatMap(({ kind, recipientId }) => (kind === 'cc' ? [recipientId] : [])));
  const copied = patch(change, { stepCcIds: union(change.state.stepCcIds ?? [], ids) });
  return forEach(
    copied,
    ids.filter((id) => !told.has(id)),
    (next, recipientId) => mail(next, { kind: 'cc-step', taskId: null, recipientId, seq: next.state.version + 1 }),
  );
}

/** People named in a comment are told of it and are in copy from then on. */
export function tellMentioned(change: Change, mentionIds: readonly string[], commentName: string): Change {
  if (mentionIds.length === 0) return change;
  const copied = patch(change, { ccIds: union(change.state.ccIds, mentionIds) });
  return forEach(copied, [...new Set(mentionIds)], (next, recipientId) =>
    mail(next, { kind: 'mention', taskId: null, recipientId, seq: numberOf(commentName) }),
  );
}

/** Files go with the act that named them: its fact, the first of the change, lists them, and nobody can name them again. */
export function keepFiles(change: Change, { attachmentIds = [] }: Act): Change {
  const [fact, ...others] = change.facts;
  if (attachmentIds.length === 0 || !fact) return change;
  const kept = patch(change, { attachmentIds: union(change.state.attachmentIds ?? [], attachmentIds) });
  return { ...kept, facts: [{ ...fact, payload: { ...fact.payload, attachmentIds } }, ...others] };
}
