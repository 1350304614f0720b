import { condition, upsertSearchAttributes } from '@temporalio/workflow';
import {
  advance,
  type Engagement,
  type EngagementEvent,
  type OpenGate,
  openEngagement,
} from '../domain/engagement/engagement';
import type { NewEngagement } from '../domain/engagement/schema';
import { isEnded, type State } from '../domain/engagement/statuses';
import { type Change, Changes } from './changes';
import { Decisions } from './decisions';
import { type Fact, recordStep } from './engagement-record';
import { gateOf, resubmitRequest, startRequest, withdrawRequest } from './gates';
import { Judgement } from './judgement';
import { showLabels } from './labels';
import { deliver } from './mail';
import type { RequestDecided, Said, Sign, Steer, SubmitGate } from './messages';
import { enter } from './phases';
import { callOffReviews, stopsReviews } from './phases/reviews';
import { duringNotice, endsSuspension } from './phases/suspension';
import { byDateKeeper, byMonitoring, type Watch } from './phases/watch';
import { certain, recorder, revocable } from './proxies';
import { settleSideRequest } from './side-requests';
import { reasonOf } from './refuse';
import { STAGE } from './search-attributes';
import { Turns } from './turns';

/** Which of the ways a run takes that engagements have taken since they began. */
export interface Course {
  /** The date keeper keeps its dates; absent where a monitoring of its own does. */
  readonly byDateKeeper?: boolean;
}

/**
 * State and steps of one engagement. Every handler changes the state before its first `await`, so that whatever
 * arrives meanwhile meets the new state, and records it before it answers.
 */
export class EngagementStory {
  engagement: Engagement;
  private entered: State | null;
  private opened: boolean;
  private exitMoved = false;
  private labelsMoved = false;
  private watched = false;
  private readonly changes = new Changes();
  private readonly watch: Watch;
  private readonly decided = new Decisions();
  private readonly turns = new Turns();
  /** Of what people do: see `Judgement`. */
  readonly judgement = new Judgement({
    isAtRest: () => this.opened && this.turns.isIdle() && (!this.hasWork() || this.waitsForGate()),
    isFinal: () => isEnded(this.engagement.state),
  });

  constructor(
    private readonly id: string,
    private readonly course: Course,
    carried?: Engagement,
  ) {
    this.watch = course.byDateKeeper ? byDateKeeper : byMonitoring(this.changes);
    this.engagement = carried ?? openEngagement(id);
    this.entered = carried?.state ?? null;
    this.opened = carried !== undefined;
  }

  async open({ body, actorId, channel }: Said & { readonly body: NewEngagement }): Promise<void> {
    await certain.createEngagement({ id: this.id, body, actorId, channel, now: Date.now() });
    this.opened = true;
  }

  async started(): Promise<Engagement> {
    await condition(() => this.opened);
    return this.engagement;
  }

  hasWork(): boolean {
    return this.entered !== this.engagement.state || !this.decided.isEmpty() || this.exitMoved || this.labelsMoved;
  }

  /** Does what waits: first what the present state sets going, then decisions, then the end. */
  next(): Promise<void> {
    if (this.waitsForGate()) return condition(() => !this.waitsForGate());
    return this.turns.take(async () => {
      if (this.entered !== this.engagement.state) await this.enterState();
      else if (!this.decided.isEmpty()) await this.settleGate();
      else if (this.exitMoved) await this.closeIfDone();
      else await this.showLabels();
    });
  }

  /** Decisions are known, and the gates that they are about are still to be submitted again: see `Judgement`. */
  private waitsForGate(): boolean {
    const hasOther = this.entered !== this.engagement.state || this.exitMoved || this.labelsMoved;
    return (
      this.judgement.isAwaited() && !hasOther && !this.decided.isEmpty() && !this.decided.hasOf(this.gateRequest())
    );
  }

  private gateRequest(): string | undefined {
    return this.engagement.gate?.requestId;
  }

  submitGate(command: SubmitGate): Promise<{ requestId: string }> {
    const before = this.engagement.gate;
    const open = gateOf(this.engagement, command);
    this.engagement = advance(this.engagement, { type: 'gate-submitted', open });
    const after = this.engagement;
    return this.turns.take(async () => {
      await this.ask(command, { open, before });
      const { gate, requestId } = open;
      await this.record(after, { ...command, type: 'engagement.gate-submitted', detail: { gate, requestId } });
      return { requestId };
    });
  }

  sign(command: Sign): Promise<Engagement> {
    const { party, signatory, signedAt, paper = null } = command;
    this.engagement = advance(this.engagement, { type: 'signed', party });
    const after = this.engagement;
    return this.turns.take(async () => {
      const signed = { party, signatory, signedAt };
      const signature = { engagementId: this.id, ...signed, paper, now: Date.now() };
      await recorder(this.changes).recordSignature(signature);
      await this.record(after, { ...command, type: 'engagement.signed', detail: signed });
      return after;
    });
  }

  /** Any step that changes the state and nothing else. */
  steer(event: EngagementEvent, said: Steer): Promise<Engagement> {
    const { gate } = this.engagement;
    this.engagement = advance(this.engagement, event);
    const after = this.engagement;
    const detail = said.reason === undefined ? {} : { reason: said.reason };
    return this.turns.take(async () => {
      await this.record(after, { ...said, type: `engagement.${event.type}`, detail });
      if (gate && !after.gate) await withdrawRequest(gate.requestId, said);
      await duringNotice(event, after, this.watch);
      return after;
    });
  }

  gateDecided(decision: RequestDecided): void {
    this.decided.push(decision);
  }

  exitProgressed(): void {
    this.exitMoved = true;
  }

  labelsChanged(): void {
    this.labelsMoved = true;
  }

  private async ask(command: SubmitGate, { open, before }: { open: OpenGate; before: OpenGate | null }): Promise<void> {
    const { requestId } = open;
    const order = { ...command, engagementId: this.id, requestId, again: before !== null, now: Date.now() };
    try {
      const request = await revocable.prepareGate(order);
      await (before ? resubmitRequest(request, command) : startRequest(request));
    } catch (error) {
      // Nothing was opened: the gate is as free (or as sent back) as before, unless the engagement has ended meanwhile.
      if (this.engagement.gate === open) this.engagement = { ...this.engagement, gate: before };
      throw reasonOf(error);
    }
  }

  private async enterState(): Promise<void> {
    const { engagement } = this;
    this.entered = engagement.state;
    upsertSearchAttributes([{ key: STAGE, value: engagement.state }]);
    if (this.has('labels')) await this.showLabels();
    const watched = await this.watchDates(engagement);
    await enter(engagement, this.watch);
    if (stopsReviews(engagement.state) && this.has('reviews-are-called-off'))
      await callOffReviews(this.id, engagement.state);
    // What a gate and the state behind it have changed in the records (work to do, a contract, an award) moves dates.
    if (watched && this.has('replan-on-entry')) await this.watch.replan(this.id);
  }

  /**
   * Dates come round from the first day on; an engagement that began without is taken in at its next state. Whether it was
   * watched before.
   */
  private async watchDates({ id, state }: Engagement): Promise<boolean> {
    if (isEnded(state) || !this.watch.isFromTheStart()) return false;
    const before = this.watched;
    this.watched = true;
    if (!before) await this.watch.begin(id);
    return before;
  }

  private showLabels(): Promise<void> {
    this.labelsMoved = false;
    return showLabels(this.id);
  }

  private async settleGate(): Promise<void> {
    const decision = this.judgement.isAwaited() ? this.decided.of(this.gateRequest()) : this.decided.oldest();
    const { gate } = this.engagement;
    if (!decision) return;
    if (gate?.requestId !== decision.requestId) return this.settleBeside(decision);
    this.engagement = advance(this.engagement, {
      ...{ type: 'gate-decided', ...decision },
      ...(endsSuspension(this.engagement, decision.outcome, this.changes) && { endsSuspension: true }),
    });
    await certain.applyGate({ engagementId: this.id, gate, outcome: decision.outcome, now: Date.now() });
    await this.record(this.engagement, {
      type: 'engagement.gate-decided',
      channel: 'workflow',
      detail: { gate: gate.gate, ...decision },
    });
    if (gate.gate === 'settlement' && decision.outcome === 'approved') await this.tellSettled();
    this.exitMoved ||= this.engagement.settled;
  }

  private async settleBeside(decision: RequestDecided): Promise<void> {
    if (this.has('side-requests')) await settleSideRequest(this.id, decision, this.watch);
  }

  /** Whoever pays and answers for it hears what was agreed, also while the exit still has something open. */
  private async tellSettled(): Promise<void> {
    if (!this.has('settlement-approved-mail')) return;
    deliver(await certain.announce({ engagementId: this.id, kind: 'settlement-approved', now: Date.now() }));
    // The vendor is asked for its agreement by the monitoring, which also recalls it.
    if (this.has('vendor-agrees-to-settlement')) await this.watch.replan(this.id);
  }

  /** Whoever took the newest course from the start needs no mark of what came before it. */
  private has(change: Change): boolean {
    return this.course.byDateKeeper === true || this.changes.has(change);
  }

  private record(engagement: Engagement, fact: Fact): Promise<void> {
    return recordStep(this.changes, engagement, fact);
  }

  private async closeIfDone(): Promise<void> {
    this.exitMoved = false;
    if (!this.engagement.settled || !(await certain.mayClose({ engagementId: this.id }))) return;
    this.engagement = advance(this.engagement, { type: 'closed' });
    await this.record(this.engagement, { type: 'engagement.closed', channel: 'workflow', detail: {} });
  }
}
