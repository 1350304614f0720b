import { allSteps, findStep } from './flow';
import type { Played } from './play';
import { PREVIEW_WARNINGS, type PreviewWarning, type PreviewWarningCode } from './preview-schema';
import { type RequestState, type StepRun, tasksOf } from './state';

/** What somebody who reads a preview should not overlook. */
export function previewWarnings({ state, endedAt }: Played): readonly PreviewWarning[] {
  const expires = state.expiresAt !== null && state.expiresAt < endedAt;
  const decided = state.tasks.some(({ decision }) => decision !== null);
  return [
    ...state.runs.flatMap((run) => ofRun(state, run).map((code) => warning(code, run.key))),
    ...passingOwn(state).map((key) => warning('OWN_REQUEST_PASSES', key)),
    ...(expires ? [warning('EXPIRES_FIRST', null)] : []),
    ...(state.status === 'approved' ? [] : [warning('NOT_APPROVED', null)]),
    ...(state.status === 'approved' && !decided ? [warning('NOBODY_DECIDES', null)] : []),
  ];
}

/** Steps that leave out requesters and then approve by themselves, whoever asks in this preview. */
const passingOwn = ({ policy }: RequestState): readonly string[] =>
  allSteps(policy?.steps ?? []).flatMap(({ key, selfHandler, emptyHandler }) =>
    selfHandler === 'skip' && emptyHandler === 'approve' ? [key] : [],
  );

const warning = (code: PreviewWarningCode, stepKey: string | null): PreviewWarning => ({
  code,
  stepKey,
  message: PREVIEW_WARNINGS[code],
});

function ofRun(state: RequestState, run: StepRun): readonly PreviewWarningCode[] {
  const tasks = tasksOf(state, run.id);
  const replaced = run.seats.some(({ insteadOfId }) => insteadOfId !== null);
  const empty = run.seats.some(
    ({ reasonCode, insteadOfId }) => reasonCode?.startsWith('EMPTY_') && insteadOfId === null,
  );
  const chosen = choosers(state, run);
  return [
    ...(run.status === 'waiting' && run.reasonCode !== null ? ['BLOCKED' as const] : []),
    ...(empty || run.reasonCode?.startsWith('EMPTY_') ? ['NOBODY_FOUND' as const] : []),
    ...(replaced || tasks.some(({ onBehalfOfId }) => onBehalfOfId !== null) ? ['PERSON_REPLACED' as const] : []),
    ...(run.status === 'skipped' ? [] : chosen),
  ];
}

function choosers(state: RequestState, { key }: StepRun): readonly PreviewWarningCode[] {
  const sources = findStep(state, key)?.assignees ?? [];
  const selected = (state.select[key] ?? []).length > 0;
  return [
    ...(sources.some((source) => 'previousSelect' in source) ? ['CHOSEN_LATER' as const] : []),
    ...(!selected && sources.some((source) => 'requesterSelect' in source) ? ['SELECT_MISSING' as const] : []),
  ];
}
