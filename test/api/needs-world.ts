import type { Express } from 'express';
import request, { type Response, type Test } from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { gateActivities, type PreparedGate } from '../../activities/gates';
import type { GateOrder } from '../../activities/gates/dossier';
import type { Db } from '../../db/knex';
import { insertEngagement } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import type { NewEngagement } from '../../domain/engagement/schema';
import { SHIPPED_SETTINGS } from '../../domain/planning/settings';
import { anOpening } from '../builders';
import { testDatabase, type TestDatabase } from '../database';
import { appOver, signedIn, type SignedIn } from './world';

export const NOW = Date.UTC(2026, 10, 24, 8);

export const item = (quadrant: string, impact: number, text = quadrant) => ({
  quadrant,
  text,
  impact,
  likelihoodOrFit: 3,
});

/** What a decision to outsource rests on. */
export const ASSESSED = {
  criticalityAnswers: {
    serviceContinuity: false,
    finance: false,
    compliance: false,
    personalData: false,
    substitutability: false,
    concentration: false,
  },
  activities: [{ name: 'Calls', isCore: false, decision: 'outsource' }],
  market: { suppliersAvailable: 9, maturity: 'mature', priceTrend: 'stable' },
  capability: [{ skill: 'Telephony', score: 2, required: 4 }],
};

/** Needs that gate G1 takes. */
export const COMPLETE = {
  objectiveType: 'capacity',
  statement: 'Answer every call.',
  inScope: ['First level'],
  successMeasures: [{ name: 'Answered', baseline: 62, target: 80, unit: '%', dueMonths: 12 }],
  swotItems: [item('S', 3), item('W', 2), item('O', 3), item('T', 2)],
  ...ASSESSED,
  businessCase: { vendorAnnual: '100000', years: 2, mgmtHoursPerWeek: [{ role: 'manager', hours: 2, rate: '100' }] },
};

interface Problem {
  readonly code: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}
export const codeOf = ({ body }: Response): string => (body as Problem).code;
export const pathsOf = ({ body }: Response): readonly string[] => (body as Problem).errors.map(({ path }) => path);

/** The needs side of the HTTP API over a real database, with gates prepared as the workflow has them prepared. */
export class NeedsWorld {
  private constructor(
    private readonly database: TestDatabase,
    private readonly app: Express,
    readonly admin: SignedIn,
    readonly manager: SignedIn,
  ) {}

  static async open(): Promise<NeedsWorld> {
    const database = await testDatabase();
    const app = appOver(database.db, () => NOW);
    const admin = await signedIn(database.db, { roles: ['admin'] });
    return new NeedsWorld(database, app, admin, await signedIn(database.db));
  }

  get db(): Db {
    return this.database.db;
  }

  /** From now on G1 asks for criticality, activities, market and own skills too. */
  async requireAssessments(): Promise<void> {
    const rules = { ...SHIPPED_SETTINGS.rules, assessmentsRequired: true };
    await this.call('put', '/settings/planning-rules', this.admin).send(rules).expect(200);
  }

  close(): Promise<void> {
    return this.database.drop();
  }

  call(method: 'get' | 'put' | 'patch' | 'post', path: string, who = this.manager): Test {
    return request(this.app)[method](`/api/v1${path}`).set({ authorization: who.authorization });
  }

  async engage(part: Partial<NewEngagement> = {}): Promise<string> {
    const id = uuidv7();
    const body = anOpening({ ownerId: this.manager.person.id, ...part });
    await inTransaction(this.db, (trx) => insertEngagement(trx, { id, body, criticality: 'general', now: NOW }));
    return id;
  }

  submit(engagementId: string, part: Partial<GateOrder> = {}): Promise<PreparedGate> {
    return gateActivities({ db: this.db }).prepareGate({
      engagementId,
      gate: 'needs',
      requestId: uuidv7(),
      body: {},
      actorId: this.manager.person.id,
      channel: 'api',
      again: false,
      now: NOW,
      ...part,
    });
  }
}
