import { allHandlersFinished, condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import { isOver, nextWakeAt } from '../domain/approval/clock';
import type { Mail } from '../domain/approval/events';
import type { OpenInput } from '../domain/approval/reducer';
import type { RequestState } from '../domain/approval/state';
import type { RequestStatus } from '../domain/approval/words';
import * as messages from './approval-messages';
import { ApprovalStory } from './approval-story';

export interface ApprovalInput extends OpenInput {
  readonly notifyWorkflowId: string | null;
  /** What the run before this one hands over. */
  readonly carried?: Carried;
}

export interface Carried {
  readonly state: RequestState;
  /** Mails that had not gone out; their keys keep them from being sent twice. */
  readonly mails: readonly Mail[];
  /** Acts answered lately, so that their repetition gets the same answer. */
  readonly answered: readonly string[];
}

/** One request from its opening to its end: people act through updates, time acts through the clock of the policy. */
export async function approvalWorkflow(input: ApprovalInput): Promise<{ requestId: string; status: RequestStatus }> {
  const story = new ApprovalStory(input);
  listen(story);

  await story.settle();
  while (!isOver(story.state, Date.now())) {
    await nextEvent(story);
    if (mayRenew(story)) await renew(input, story);
  }
  await condition(allHandlersFinished);
  await condition(() => story.outstanding() === 0);
  return { requestId: input.requestId, status: story.state.status };
}

/** Histories stay short; nothing of the story is in flight at the turn. */
const mayRenew = (story: ApprovalStory): boolean =>
  workflowInfo().continueAsNewSuggested && story.isQuiet() && allHandlersFinished();

/** Waits for a person or for the next moment of the clock, whichever comes first. */
async function nextEvent(story: ApprovalStory): Promise<void> {
  const { version } = story.state;
  const moved = (): boolean => story.state.version !== version || mayRenew(story);
  const wakeAt = nextWakeAt(story.state);
  if (wakeAt === null) return condition(moved);
  const summary = `next reminder, escalation or end of ${story.state.gate ?? story.state.policyKey}`;
  const early = await condition(moved, Math.max(wakeAt - Date.now(), 1), { summary });
  if (!early) await story.tick();
}

function listen(story: ApprovalStory): void {
  setHandler(messages.requestQuery, () => story.state);
  setHandler(messages.openedUpdate, ({ round = 1 }) => story.opened(round));
  setHandler(messages.actUpdate, (doing) => story.act(doing), {
    validator: (doing: messages.Doing) => story.object(doing),
  });
  setHandler(messages.resubmitSignal, (again) => story.resubmit(again));
  setHandler(messages.presenceSignal, (news) => story.presenceChanged(news));
  setHandler(messages.withdrawSignal, (end) => story.withdraw(end));
}

const renew = (input: ApprovalInput, story: ApprovalStory): Promise<never> =>
  continueAsNew<typeof approvalWorkflow>({ ...input, carried: story.carried() });
