import { allHandlersFinished, condition, setHandler } from '@temporalio/workflow';
import type { Meeting, MeetingAction } from '../domain/review/meeting';
import type { ReviewOrder } from '../domain/review/order';
import { allDelivered } from './mail';
import { actOnMeetingUpdate, callOffReviewSignal, meetingQuery } from './messages';
import { ReviewStory } from './review-story';

/**
 * One review meeting: invite, wait until it is held, noted and approved by both sides; recall what is late, and sound the
 * alarm when nobody met. A meeting that is moved runs the same course by its new date; one that is called off says so.
 */
export async function reviewWorkflow(order: ReviewOrder): Promise<Meeting> {
  const story = new ReviewStory(order);
  setHandler(meetingQuery, () => story.meeting);
  setHandler(actOnMeetingUpdate, (action) => story.act(action), {
    validator: (action: MeetingAction) => story.object(action),
  });
  setHandler(callOffReviewSignal, (reason) => story.callOff(reason));

  await story.run();
  await condition(() => allHandlersFinished() && allDelivered());
  return story.meeting;
}
