import { allHandlersFinished, condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Engagement, EngagementEvent } from '../domain/engagement/engagement';
import type { NewEngagement } from '../domain/engagement/schema';
import { isEnded } from '../domain/engagement/statuses';
import { type Course, EngagementStory } from './engagement-story';
import { allDelivered } from './mail';
import * as messages from './messages';

export interface EngagementInput extends Course {
  readonly id: string;
  /** What the requester sent; only the first run needs it. */
  readonly opening?: messages.Said & { readonly body: NewEngagement };
  /** State handed over by the run before this one. */
  readonly carried?: Engagement;
}

/** The life of one engagement: people move it through its gates, and each state it enters sets something going. */
export async function engagementWorkflow(input: EngagementInput): Promise<Engagement> {
  const story = new EngagementStory(input.id, input, input.carried);
  listen(story);

  if (input.opening) await story.open(input.opening);
  while (!isEnded(story.engagement.state) || story.hasWork()) {
    if (story.hasWork()) await story.next();
    else if (mayRenew()) await renew(input, story);
    else await condition(() => story.hasWork() || mayRenew());
  }
  await condition(() => allHandlersFinished() && allDelivered());
  return story.engagement;
}

/** A long history is handed over only when nothing of this run is still on its way. */
const mayRenew = (): boolean => workflowInfo().continueAsNewSuggested && allHandlersFinished() && allDelivered();

const renew = ({ id, byDateKeeper }: EngagementInput, { engagement }: EngagementStory): Promise<never> =>
  continueAsNew<typeof engagementWorkflow>({ id, ...(byDateKeeper && { byDateKeeper }), carried: engagement });

const STEERING = [
  [messages.goLiveUpdate, 'went-live'],
  [messages.suspendUpdate, 'suspended'],
  [messages.resumeUpdate, 'resumed'],
  [messages.withdrawUpdate, 'withdrawn'],
  [messages.cancelUpdate, 'cancelled'],
] as const;

function listen(story: EngagementStory): void {
  setHandler(messages.engagementQuery, () => story.engagement);
  setHandler(messages.startedUpdate, () => story.started());
  setHandler(messages.submitGateUpdate, (command) => story.submitGate(command), {
    validator: (command: messages.SubmitGate) => story.objectToGate(command),
  });
  setHandler(messages.signUpdate, (command) => story.sign(command), {
    validator: ({ party }: messages.Sign) => story.object({ type: 'signed', party }),
  });
  for (const [update, type] of STEERING) {
    const eventOf = ({ on }: messages.Steer): EngagementEvent =>
      type === 'suspended' && on !== undefined ? { type, on } : { type };
    setHandler(update, (said: messages.Steer) => story.steer(eventOf(said), said), {
      validator: (said: messages.Steer) => story.object(eventOf(said)),
    });
  }
  setHandler(messages.requestDecidedSignal, (decision) => story.gateDecided(decision));
  setHandler(messages.exitProgressedSignal, () => story.exitProgressed());
  setHandler(messages.relabelSignal, () => story.labelsChanged());
}
