import { allHandlersFinished, condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow';
import type { UpdateDefinition } from '@temporalio/common';
import { type Engagement, type EngagementEvent, engagementObjection } from '../domain/engagement/engagement';
import type { NewEngagement } from '../domain/engagement/schema';
import { isEnded } from '../domain/engagement/statuses';
import { type Course, EngagementStory } from './engagement-story';
import { gateOf } from './gates';
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
  judged(story, messages.submitGateUpdate, {
    eventOf: (command) => ({ type: 'gate-submitted', open: gateOf(story.engagement, command) }),
    act: (command) => story.submitGate(command),
  });
  judged(story, messages.signUpdate, {
    eventOf: ({ party }) => ({ type: 'signed', party }),
    act: (command) => story.sign(command),
  });
  for (const [update, type] of STEERING) {
    const eventOf = ({ on }: messages.Steer): EngagementEvent =>
      type === 'suspended' && on !== undefined ? { type, on } : { type };
    judged(story, update, { eventOf, act: (said) => story.steer(eventOf(said), said) });
  }
  setHandler(messages.requestDecidedSignal, (decision) => story.gateDecided(decision));
  setHandler(messages.exitProgressedSignal, () => story.exitProgressed());
  setHandler(messages.relabelSignal, () => story.labelsChanged());
}

interface Deed<Command, Answer> {
  readonly eventOf: (command: Command) => EngagementEvent;
  readonly act: (command: Command) => Promise<Answer>;
}

/** What people do to an engagement is refused before it leaves a trace in the story, unless it has to wait for its judgement. */
function judged<Command, Answer>(
  story: EngagementStory,
  update: UpdateDefinition<Answer, [Command]>,
  { eventOf, act }: Deed<Command, Answer>,
): void {
  const judge = (command: Command) => () => engagementObjection(story.engagement, eventOf(command));
  setHandler(update, (command: Command) => story.judgement.take(judge(command), () => act(command)), {
    validator: (command: Command) => story.judgement.object(judge(command)),
  });
}
