import type { Express } from 'express';
import pino from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { createApp } from '../../api/app';
import type { Gateway, StartOptions } from '../../api/gateway';
import { alarmRoutes } from '../../api/routes/alarms';
import { calculatorRoutes } from '../../api/routes/calculators';
import { calendarRoutes } from '../../api/routes/calendars';
import { complianceRoutes } from '../../api/routes/compliance';
import { channelRoutes } from '../../api/routes/channels';
import { carbonRoutes } from '../../api/routes/carbon';
import { checklistRoutes } from '../../api/routes/checklist';
import { contractRoutes } from '../../api/routes/contracts';
import { deliveryRoutes } from '../../api/routes/delivery';
import { diagramRoutes } from '../../api/routes/diagrams';
import { engagementRoutes } from '../../api/routes/engagements';
import { exchangeRateRoutes } from '../../api/routes/exchange-rates';
import { forecastRoutes } from '../../api/routes/forecasts';
import { managementCostRoutes } from '../../api/routes/management-cost';
import { portfolioRoutes } from '../../api/routes/portfolio';
import { exitPlanRoutes } from '../../api/routes/exit-plan';
import { lessonRoutes } from '../../api/routes/lessons';
import { needsRoutes } from '../../api/routes/needs';
import { obligationRoutes } from '../../api/routes/obligations';
import { peopleRoutes } from '../../api/routes/people';
import { presenceRoutes } from '../../api/routes/presence';
import { sessionRoutes } from '../../api/routes/sessions';
import { policyRoutes } from '../../api/routes/policies';
import { renewalRoutes } from '../../api/routes/renewal';
import { retrospectiveRoutes } from '../../api/routes/retrospectives';
import { pulseRoutes } from '../../api/routes/pulse';
import { incidentRoutes } from '../../api/routes/incidents';
import { reviewRoutes } from '../../api/routes/reviews';
import { riskRoutes } from '../../api/routes/risks';
import { signalRoutes } from '../../api/routes/signals';
import { selectionRoutes } from '../../api/routes/selection';
import { serviceTypeRoutes } from '../../api/routes/service-types';
import { settingRoutes } from '../../api/routes/settings';
import { standingRoutes } from '../../api/routes/standing';
import { subcontractorRoutes } from '../../api/routes/subcontractors';
import { vendorRoutes } from '../../api/routes/vendors';
import { webhookRoutes } from '../../api/routes/webhooks';
import type { Route } from '../../api/route';
import type { Services } from '../../api/services';
import type { Db } from '../../db/knex';
import { insertPerson } from '../../db/stores/people';
import { insertToken } from '../../db/stores/tokens';
import type { Person } from '../../domain/people/people';
import { aPerson } from '../builders';
import { noDocuments } from '../documents';

const away = (): Promise<never> => Promise.reject(new Error('the engine is not part of this test'));

/** A gateway that nobody should need. */
export const noGateway: Gateway = {
  start: away,
  startAndUpdate: away,
  update: away,
  signal: away,
  health: () => Promise.resolve({ temporal: true, worker: true }),
  inspect: away,
};

/** Nobody has an open task here, so the news that somebody is away or has left reaches no request. */
export const noRequests: Gateway = {
  ...noGateway,
  startAndUpdate: <T>(start: StartOptions) => (start.workflow === 'presenceWorkflow' ? nobody<T>() : away()),
};
// The caller says what an update answers; here it is the empty list of requests.
const nobody = <T>(): Promise<T> => Promise.resolve([] as T);

const same = (route: Route): Route => route;

/** What routes are made of where nothing but the database is asked. */
export function servicesOver(db: Db, clock: () => number = Date.now): Services {
  const config = {
    publicUrl: 'http://localhost:3000',
    secrets: ['s'.repeat(32)],
    smtpUrl: 'smtp://localhost:1',
    production: false,
    exitAllow: [],
    outgoing: { allow: ['127.0.0.1'], tlsOnly: true },
  };
  return { config, db, gateway: noRequests, documents: noDocuments, log: pino({ level: 'silent' }), clock };
}

/** Routes that need no Temporal, over a real database. */
export function appOver(db: Db, clock: () => number = Date.now, changed: (route: Route) => Route = same): Express {
  const services = servicesOver(db, clock);
  const routes = [
    peopleRoutes,
    sessionRoutes,
    presenceRoutes,
    calendarRoutes,
    policyRoutes,
    diagramRoutes,
    engagementRoutes,
    calculatorRoutes,
    exchangeRateRoutes,
    forecastRoutes,
    managementCostRoutes,
    carbonRoutes,
    portfolioRoutes,
    needsRoutes,
    settingRoutes,
    serviceTypeRoutes,
    checklistRoutes,
    deliveryRoutes,
    lessonRoutes,
    retrospectiveRoutes,
    pulseRoutes,
    contractRoutes,
    exitPlanRoutes,
    obligationRoutes,
    subcontractorRoutes,
    complianceRoutes,
    renewalRoutes,
    vendorRoutes,
    selectionRoutes,
    reviewRoutes,
    riskRoutes,
    incidentRoutes,
    signalRoutes,
    alarmRoutes,
    standingRoutes,
    webhookRoutes,
    channelRoutes,
  ].flatMap((make) => make(services).map(changed));
  return createApp({ services, routes });
}

export interface SignedIn {
  readonly person: Person;
  readonly authorization: string;
}

/** Somebody who is known and holds a token. */
export async function signedIn(db: Db, part: Parameters<typeof aPerson>[0] = {}): Promise<SignedIn> {
  const person = aPerson(part);
  const secret = `token-${person.id}`;
  await insertPerson(db, person, Date.now());
  await insertToken(db, { id: uuidv7(), userId: person.id, name: 'test', secret, expiresAt: null, now: Date.now() });
  return { person, authorization: `Bearer ${secret}` };
}
