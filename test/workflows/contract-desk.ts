import type { Test } from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { type Activities, createActivities } from '../../activities';
import type { Deps } from '../../activities/deps';
import { auditTrail } from '../../db/read/audit';
import { engagementStream } from '../../db/stores/audit';
import { recordApproved } from '../../db/stores/contract-versions';
import { saveContract } from '../../db/stores/contracts';
import { insertEngagement } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import { addMonthsClamped, DAY_MS } from '../../domain/calendar/civil';
import { localDate } from '../../domain/calendar/zone';
import { requiredClauses } from '../../domain/contract/clauses';
import type { AgendaItem } from '../../domain/engagement/agenda';
import { type GateOutcome, openEngagement } from '../../domain/engagement/engagement';
import { engagementWorkflowId, monitoringWorkflowId } from '../../workflows/ids';
import { ApprovalWorld } from '../api/approval-world';
import { anOpening } from '../builders';
import { dumpOf } from '../dump';
import { Journal } from '../fakes/troubles';

const PEOPLE = { M: ['manager'], O: ['manager'], L: ['legal'], F: ['finance'], S: ['executive'] } as const;
type Name = keyof typeof PEOPLE;

export const TODAY = localDate('UTC', Date.now());
/** The contract of a year began nine months ago. */
const START = addMonthsClamped(`${TODAY.slice(0, 8)}01`, -9);
/** Last days of terms of so many months, as the agenda knows them. */
export const endAfter = (months: number): string => addMonthsClamped(START, months);

/** Contracts of running engagements: HTTP, records, approvals and the workflows of engagement and monitoring are all real. */
export class ContractDesk {
  readonly journal: Journal;
  private readonly started: string[] = [];

  private constructor(
    readonly world: ApprovalWorld,
    journal: Journal,
  ) {
    this.journal = journal;
  }

  static async open(): Promise<ContractDesk> {
    const journal = new Journal();
    return new ContractDesk(await ApprovalWorld.open(PEOPLE, (deps) => noted(deps, journal)), journal);
  }

  async close(): Promise<void> {
    const { workflow } = this.world.temporal.client;
    await Promise.all(this.started.map((id) => workflow.getHandle(id).terminate()));
    await this.world.close();
  }

  get db() {
    return this.world.database.db;
  }

  /** An engagement in service, in the records only. */
  async record(): Promise<string> {
    const id = uuidv7();
    const roles = { legal: this.world.id('L'), finance: this.world.id('F') };
    const body = anOpening({ ownerId: this.world.id('O'), sponsorId: this.world.id('S'), roles });
    const codes = requiredClauses({ criticality: 'general', personalData: false });
    const clauses = codes.map((code) => ({ code, status: 'present' as const }));
    const monthlyFee = { amount: '10000.00', currency: 'CNY' };
    const span = { start: START, initialMonths: 12, renewal: 'none' as const, notice: { months: 1, days: 0 } };
    await inTransaction(this.db, async (trx) => {
      await insertEngagement(trx, { id, body, criticality: 'general', now: Date.now() });
      const part = { state: 'IN_SERVICE', contract_approved: true, live_on: `${TODAY.slice(0, 8)}01` };
      await trx('engagements').where({ id }).update(part);
      await saveContract(trx, id, { terms: { clauses, monthlyFee, ...span }, now: Date.now() });
      await recordApproved(trx, id);
    });
    return id;
  }

  /** An engagement that runs; its monitoring did something last two days ago, and has planned since. */
  async run(): Promise<ContractOf> {
    const id = await this.record();
    const signed = { us: true, vendor: true };
    const carried = { ...openEngagement(id), state: 'IN_SERVICE', contractApproved: true, signed };
    await this.start('engagementWorkflow', engagementWorkflowId(id), { id, carried });
    const cursor = { at: Date.now() - 2 * DAY_MS, key: '' };
    await this.start('monitoringWorkflow', monitoringWorkflowId(id), { engagementId: id, cursor, inTurns: true });
    await this.journal.until(`${id} plans ${endAfter(12)}`);
    return new ContractOf(this, id);
  }

  private async start(workflow: string, workflowId: string, input: object): Promise<void> {
    const { client } = this.world.temporal;
    await client.workflow.start(workflow, { workflowId, taskQueue: this.world.desk.queue, args: [input] });
    this.started.push(workflowId);
  }
}

/** Dates that tell which end of the contract a plan reaches for. */
const PLAN = 25;

/** All activities, with a note of every plan, deed and effect once it is in the records. */
function noted(deps: Deps, journal: Journal): Activities {
  const all = createActivities(deps);
  return {
    ...all,
    takeTurn: async (asked) => {
      const turn = await all.takeTurn(asked);
      const { engagementId, due, cursor } = asked;
      const plan = await all.planAgenda({ engagementId, cursor: due.at(-1) ?? cursor, limit: PLAN });
      await journal.note(`${engagementId} plans ${endIn(plan)}`);
      for (const { kind, facts } of due)
        await journal.note(`${engagementId} did ${kind} ${facts['subcontractor'] ?? ''}`.trim());
      return turn;
    },
    applySideRequest: async (decision) => {
      const effect = await all.applySideRequest(decision);
      await journal.note(`${decision.requestId} ${decision.outcome}`);
      return effect;
    },
  };
}

const endIn = (items: readonly AgendaItem[]): string =>
  items.find(({ facts }) => facts['termEnd'] !== undefined)?.facts['termEnd'] ?? 'never';

interface Coming {
  readonly kind: string;
  readonly at: string;
  readonly facts: Readonly<Record<string, string>>;
}
interface Asked {
  readonly steps: readonly { readonly tasks: readonly { id: string; status: string; assigneeId: string }[] }[];
}

/** What people do about the contract of one engagement. */
export class ContractOf {
  constructor(
    private readonly desk: ContractDesk,
    readonly id: string,
  ) {}

  send(method: 'get' | 'post' | 'patch', path: string, { body, by = 'M' }: { body?: object; by?: Name } = {}): Test {
    return this.desk.world.call(by, method, `/engagements/${this.id}${path}`).send(body);
  }

  /** Somebody who was asked decides. */
  async decide(requestId: string, by: Name, action: 'approve' | 'reject'): Promise<void> {
    const { steps } = (await this.desk.world.call(by, 'get', `/requests/${requestId}`).expect(200)).body as Asked;
    const mine = ({ status, assigneeId }: { status: string; assigneeId: string }): boolean =>
      status === 'active' && assigneeId === this.desk.world.id(by);
    const task = steps.flatMap(({ tasks }) => tasks).find(mine);
    const body = { action, decisionId: uuidv7(), comment: 'because' };
    await this.desk.world.call(by, 'post', `/tasks/${task?.id}/actions`).send(body).expect(200);
  }

  /** Resolves once the engagement has let a decision take effect (so many times). */
  settled = (requestId: string, outcome: GateOutcome, times = 1): Promise<void> =>
    this.desk.journal.until(`${requestId} ${outcome}`, times);

  /** Word of a decision reaches the engagement once more, as it may after a crash. */
  async repeat(requestId: string, outcome: GateOutcome): Promise<void> {
    const before = this.desk.journal.count(`${requestId} ${outcome}`);
    const engagement = this.desk.world.temporal.client.workflow.getHandle(engagementWorkflowId(this.id));
    await engagement.signal('requestDecided', { requestId, outcome });
    await this.settled(requestId, outcome, before + 1);
  }

  async signByBoth(amendmentId: string): Promise<void> {
    const path = `/contract/amendments/${amendmentId}/signatures`;
    for (const party of ['us', 'vendor'])
      await this.send('post', path, { body: { party, signatory: 'S', signedAt: `${TODAY}T00:00:00Z` } }).expect(201);
  }

  /** Resolves once the monitoring sleeps towards the dates of a term that ends so. */
  planned = (termEnd: string): Promise<void> => this.desk.journal.until(`${this.id} plans ${termEnd}`);

  hasPlanned = (termEnd: string): boolean => this.desk.journal.count(`${this.id} plans ${termEnd}`) > 0;

  async coming(): Promise<readonly Coming[]> {
    const { body } = await this.send('get', '/calendar').expect(200);
    return (body as { coming: readonly Coming[] }).coming;
  }

  /** The ends of term that the calendar shows. */
  async ends(): Promise<readonly (string | undefined)[]> {
    return (await this.coming()).filter(({ kind }) => kind === 'term-end').map(({ facts }) => facts['termEnd']);
  }

  /** What the trail says about the contract and those who work under it, oldest first. */
  async trail(): Promise<readonly string[]> {
    const all = await auditTrail(this.desk.db, engagementStream(this.id), { after: 0, limit: 200 });
    return all.map(({ type }) => type).filter((type) => /^(contract|subcontractor)\./.test(type));
  }

  /** Every row of the contract and its changes. */
  async records(): Promise<readonly unknown[]> {
    const tables = ['contracts', 'contract_versions', 'contract_amendments', 'change_requests', 'renewal_ledger'];
    const rows = await Promise.all(
      tables.map((table) => this.desk.db(table).where({ engagement_id: this.id }).orderByRaw('1, 2')),
    );
    return JSON.parse(JSON.stringify(rows)) as unknown[];
  }
}

/** Every row that names an engagement. */
export const rowsAbout = async ({ db }: ContractDesk, id: string): Promise<readonly string[]> =>
  (await dumpOf(db)).split('\n').filter((line) => line.includes(id));
