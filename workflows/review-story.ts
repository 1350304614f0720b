import { condition, sleep } from '@temporalio/workflow';
import { afterStep, type CourseStep, datesOf, isOver, nextStep, NOTHING_TOLD, wakeAt } from '../domain/review/course';
import {
  actOnMeeting,
  type Meeting,
  type MeetingAction,
  meetingObjection,
  missMeeting,
  scheduleMeeting,
} from '../domain/review/meeting';
import type { ReviewOrder } from '../domain/review/order';
import { Changes } from './changes';
import { deliver } from './mail';
import { certain, recorder } from './proxies';
import { refuseIf } from './refuse';
import { Turns } from './turns';
import { WakeUp } from './wake-up';

const LATE_MEETINGS_MS = 90 * 86_400_000;
const LATE_MEETINGS_UNTIL = '90 days';

/** One meeting, what has been said about it, and what it does next. A handler changes the meeting before its first `await`. */
export class ReviewStory {
  meeting: Meeting;
  private told = NOTHING_TOLD;
  private readonly turns = new Turns();
  private readonly wakeUp = new WakeUp();
  private readonly changes = new Changes();
  private readonly runsCourse: boolean;

  constructor(private readonly order: ReviewOrder) {
    this.runsCourse = order.oneTimer === true || this.changes.has('reviews-run-a-course');
    this.meeting = scheduleMeeting(order.reviewId, this.runsCourse ? datesOf(order) : null);
  }

  object(action: MeetingAction): void {
    refuseIf(meetingObjection(this.meeting, action));
  }

  async act(action: MeetingAction): Promise<Meeting> {
    this.meeting = actOnMeeting(this.meeting, action);
    if (action.type === 'minutes' || action.type === 'actions') this.told = { ...this.told, approvalRecalls: 0 };
    const { order, meeting } = this;
    const mails = await this.turns.take(() =>
      recorder(this.changes).recordMeeting({ order, meeting, action, now: Date.now() }),
    );
    if (this.runsCourse) deliver(mails);
    return meeting;
  }

  /** The service stands still or has ended: whoever was invited hears of it. */
  async callOff(reason: string): Promise<void> {
    const action = { type: 'cancel', reason, actorId: null, channel: 'workflow' } as const;
    if (!meetingObjection(this.meeting, action)) await this.act(action);
  }

  run(): Promise<void> {
    if (this.order.oneTimer) return this.runWithOneTimer();
    return this.runsCourse ? this.runCourse() : this.inviteAndWait();
  }

  private async runWithOneTimer(): Promise<void> {
    for (let [seen, giveUpAt] = [0, 0]; ;) {
      const { version } = this.meeting;
      if (version !== seen) [seen, giveUpAt] = [version, Date.now() + LATE_MEETINGS_MS];
      const step = nextStep(this.order, this.meeting, this.told);
      if (step && step.at <= Date.now()) {
        await this.take(step);
        continue;
      }
      if (!step && (isOver(this.meeting) || giveUpAt <= Date.now())) return;
      const at = step ? wakeAt(step, this.meeting, Date.now()) : giveUpAt;
      await this.wakeUp.wait(at, () => this.meeting.version !== version, step?.kind ?? this.meeting.state);
    }
  }

  /** The course of reviews that set a timer for each step. */
  private async runCourse(): Promise<void> {
    for (;;) {
      const seen = this.meeting.version;
      const step = nextStep(this.order, this.meeting, this.told);
      if (!step && isOver(this.meeting)) return;
      if (step && step.at <= Date.now()) {
        await this.take(step);
        continue;
      }
      const summary = step?.kind ?? this.meeting.state;
      const wait = step ? step.at - Date.now() : LATE_MEETINGS_UNTIL;
      const moved = await condition(() => this.meeting.version !== seen, wait, { summary });
      if (!step && !moved) return;
    }
  }

  private async take(step: CourseStep): Promise<void> {
    const { order, meeting } = this;
    this.told = afterStep(this.told, step, { meeting, now: Date.now() });
    if (step.kind === 'miss') return this.soundAlarm();
    if (step.kind === 'invite')
      return deliver(await this.turns.take(() => certain.inviteToReview({ order, meeting, now: Date.now() })));
    const { kind } = step;
    const round = kind === 'recall-minutes' ? this.told.minutesRecalls : this.told.approvalRecalls;
    deliver(await this.turns.take(() => certain.recallReview({ order, meeting, kind, round, now: Date.now() })));
  }

  private async soundAlarm(): Promise<void> {
    this.meeting = missMeeting(this.meeting);
    const { order, meeting } = this;
    deliver(
      await this.turns.take(() => recorder(this.changes).recordMissedReview({ order, meeting, now: Date.now() })),
    );
  }

  /** The course of reviews that were opened before meetings could be moved. */
  private async inviteAndWait(): Promise<void> {
    const { order } = this;
    await sleep(Math.max(1, order.inviteAt - Date.now()), { summary: 'send invitations' });
    deliver(await this.turns.take(() => certain.inviteToReview({ order, now: Date.now() })));
    const held = await condition(() => this.meeting.state !== 'scheduled', Math.max(1, order.missedAt - Date.now()), {
      summary: 'meeting held?',
    });
    if (!held) await this.soundAlarm();
    await condition(() => isOver(this.meeting), LATE_MEETINGS_UNTIL, { summary: 'minutes approved?' });
  }
}
