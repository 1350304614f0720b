import { condition, getExternalWorkflowHandle, log, upsertSearchAttributes } from '@temporalio/workflow';
import type { StampedFact } from '../activities/approval';
import type { Act, Event, Fact, Mail, Question } from '../domain/approval/events';
import { objection } from '../domain/approval/objection';
import { openRequest, questions, reduce } from '../domain/approval/reducer';
import { findStep } from '../domain/approval/flow';
import { signature } from '../domain/approval/signature';
import { type RequestState } from '../domain/approval/state';
import type { ErrorCode, Refusal } from '../domain/errors';
import type { ApprovalInput, Carried } from './approval';
import { type Doing, type Done, decidedSignal } from './approval-messages';
import { ask } from './approval-questions';
import { Post } from './approval-post';
import { factKey } from './fact-keys';
import { Changes } from './changes';
import { Judgement } from './judgement';
import { recorder } from './proxies';
import { DUE_AT, STAGE } from './search-attributes';

const REMEMBERED = 200;

/** Copies at submission and at the end of a step came later than the requests that run since before. */
const LATER: readonly Mail['kind'][] = ['cc-opened', 'cc-step'];

/** What is said of a task that is still being looked up. */
const NOT_YET: readonly ErrorCode[] = ['NOT_FOUND', 'NOT_ASSIGNEE', 'STATE_CONFLICT'];

/** The story of one request: reduces events at once, then looks up, records and tells the world, in this order. */
export class ApprovalStory {
  state: RequestState;
  private recorded: RequestState | null = null;
  /** The version that the records have, where it is later than the one that was to be recorded. */
  private ahead = 0;
  private facts: StampedFact[] = [];
  private mails: Mail[] = [];
  private answered: readonly string[];
  private told: string;
  private shown = '';
  private busy = 0;
  private line: Promise<void> = Promise.resolve();
  private readonly changes = new Changes();
  private readonly post: Post;
  private readonly judgement = new Judgement({
    isAtRest: () => this.isAtRest(),
    isFinal: ({ code }) => !NOT_YET.includes(code),
  });

  constructor(private readonly input: ApprovalInput) {
    const { carried } = input;
    this.state = carried?.state ?? openRequest(input, Date.now());
    this.recorded = carried?.state ?? null;
    this.answered = carried?.answered ?? [];
    this.told = carried ? `${carried.state.status}:${carried.state.round}` : 'pending:1';
    this.post = new Post(input.requestId);
    this.post.send(carried?.mails ?? []);
  }

  /** The validator of every act: repetitions pass, refusals leave no trace in the story. */
  object(doing: Doing): void {
    this.judgement.object(() => this.refusal(doing));
  }

  act(doing: Doing): Promise<Done> {
    return this.judgement.take(
      () => this.refusal(doing),
      () => this.doIt(doing),
    );
  }

  private refusal({ act, actor }: Doing): Refusal | null {
    return this.isRepetition(act) ? null : objection(this.state, act, { actor, now: Date.now() });
  }

  private async doIt({ act, actor }: Doing): Promise<Done> {
    if (!this.isRepetition(act)) {
      this.answered = [...this.answered, signature(act)].slice(-REMEMBERED);
      this.apply({ type: 'act', act, actor });
    }
    await this.settle();
    return this.done();
  }

  async opened(round: number): Promise<Done> {
    await condition(() => this.isAtRest() && this.recorded !== null && this.recorded.round >= round);
    return this.done();
  }

  async tick(): Promise<void> {
    this.apply({ type: 'tick' });
    await this.settle();
  }

  /** The parent asks again with a new document; a request that moved on meanwhile stays as it is. */
  async resubmit({ actorId, subjectHash }: { actorId: string; subjectHash: string }): Promise<void> {
    await this.asParent(
      { on: 'request', action: 'resubmit', decisionId: `resubmit:${subjectHash}:${this.state.round}`, subjectHash },
      actorId,
    );
  }

  async withdraw({ actorId, reason }: { actorId: string; reason: string }): Promise<void> {
    await this.asParent(
      { on: 'request', action: 'supersede', decisionId: `withdraw:${this.state.round}`, comment: reason },
      actorId,
    );
  }

  /** Somebody whom the request asks is away, is back, or has left. */
  async presenceChanged({ personIds }: { personIds: readonly string[] }): Promise<void> {
    this.apply({ type: 'presenceChanged', personIds });
    await this.settle();
  }

  private async asParent(act: Act, actorId: string): Promise<void> {
    const actor = { id: actorId, admin: false, channel: 'workflow' } as const;
    if (objection(this.state, act, { actor, now: Date.now() })) return;
    this.apply({ type: 'act', act, actor });
    await this.settle();
  }

  private apply(event: Event): void {
    const now = Date.now();
    const { state, facts, mails } = reduce(this.state, event, now);
    const keyOf = (fact: Fact, index: number): string => `${factKey(event, state, fact)}.${index}`;
    this.facts.push(...facts.map((fact, index) => ({ fact, key: keyOf(fact, index), at: now })));
    this.mails.push(...mails.filter((mail) => this.isSent(mail)));
    this.state = state;
  }

  /** Brings everything up to date, one caller after the other; whoever awaits it finds the records written. */
  settle(): Promise<void> {
    this.busy += 1;
    this.line = this.line.then(() => this.work()).finally(() => (this.busy -= 1));
    return this.line;
  }

  private async work(): Promise<void> {
    await this.answerQuestions();
    await this.record();
    await this.catchUp();
    await this.tellParent();
    this.post.send(this.mails.splice(0));
    this.show();
  }

  private async answerQuestions(): Promise<void> {
    for (let [next] = questions(this.state, Date.now()); next; [next] = questions(this.state, Date.now())) {
      const question: Question = next;
      this.apply(await ask(question, this.state, findStep));
    }
  }

  private async record(): Promise<void> {
    while (this.recorded !== this.state || this.facts.length > 0) {
      const { state, recorded } = this;
      const runIds = state.runs.filter((run) => !recorded?.runs.includes(run)).map(({ id }) => id);
      const taskIds = state.tasks.filter((task) => !recorded?.tasks.includes(task)).map(({ id }) => id);
      const ahead = await recorder(this.changes).recordRequest({ state, runIds, taskIds, facts: this.facts.splice(0) });
      if (typeof ahead === 'number') this.ahead = ahead;
      this.recorded = state;
    }
  }

  /** A request that was reset may have counted less than its records: they would take it for old news from now on. */
  private async catchUp(): Promise<void> {
    if (this.ahead <= this.state.version || this.judgement.isAwaited()) return;
    this.state = { ...this.state, version: this.ahead + 1 };
    this.recorded = null;
    await this.record();
  }

  /** Whoever asked for the approval hears of its end, or of its return, as soon as it is recorded. */
  private async tellParent(): Promise<void> {
    const { status, round } = this.state;
    const news = `${status}:${round}`;
    if (news === this.told) return;
    this.told = news;
    if (status === 'pending' || this.input.notifyWorkflowId === null) return;
    const outcome = status === 'draft' ? 'returned' : status;
    try {
      await getExternalWorkflowHandle(this.input.notifyWorkflowId).signal(decidedSignal, {
        requestId: this.state.id,
        outcome,
      });
    } catch (error) {
      log.warn('the workflow that asked for the approval has ended', { error: String(error) });
    }
  }

  private show(): void {
    const { status, tasks } = this.state;
    const due = tasks.flatMap((task) =>
      task.status === 'active' && task.clock.dueAt !== null ? [task.clock.dueAt] : [],
    );
    const dueAt = due.length > 0 ? new Date(Math.min(...due)) : null;
    const shown = `${status} ${dueAt?.toISOString() ?? ''}`;
    if (shown === this.shown) return;
    this.shown = shown;
    upsertSearchAttributes([
      { key: STAGE, value: `approval:${status}` },
      { key: DUE_AT, value: dueAt },
    ]);
  }

  private isSent({ kind }: Mail): boolean {
    return !LATER.includes(kind) || this.changes.has('copies-at-submission-and-step');
  }

  private isRepetition(act: Act): boolean {
    return this.answered.includes(signature(act));
  }

  private done(): Done {
    const { id, status, round, version } = this.state;
    return { requestId: id, status, round, version };
  }

  /** What the request asks of the outside is known and recorded. */
  private isAtRest(): boolean {
    return this.isQuiet() && this.recorded !== null;
  }

  isQuiet(): boolean {
    return this.busy === 0;
  }

  outstanding(): number {
    return this.post.outstanding.length;
  }

  carried(): Carried {
    return { state: this.state, mails: this.post.outstanding, answered: this.answered };
  }
}
