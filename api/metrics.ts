import { type RequestHandler, Router } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Db } from '../db/knex';
import { countDeliveries } from '../db/read/delivery-counts';
import { countMails } from '../db/read/mail-counts';
import { datesAt } from '../db/stores/watches';
import { checkReader } from './metrics-access';
import type { Services } from './services';

const registry = new Registry();
collectDefaultMetrics({ register: registry });

const requests = new Histogram({
  name: 'tenure_http_request_seconds',
  help: 'Time to answer HTTP requests, by method, first path part and status class.',
  labelNames: ['method', 'area', 'status'],
  buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [registry],
});

const deliveries = new Gauge({
  name: 'tenure_deliveries',
  help: 'Deliveries to webhooks and chat groups that wait or are dead, by kind of receiver.',
  labelNames: ['kind', 'state'],
  registers: [registry],
});
const oldest = new Gauge({
  name: 'tenure_oldest_delivery_seconds',
  help: 'Age of the oldest delivery that waits.',
  registers: [registry],
});

const putOff = new Gauge({
  name: 'tenure_dates_put_off',
  help: 'Engagements whose dates could not be done and are tried again.',
  registers: [registry],
});
const late = new Gauge({
  name: 'tenure_dates_late_seconds',
  help: 'How long the most belated date has waited that is to be done by now.',
  registers: [registry],
});

const mails = new Gauge({
  name: 'tenure_mail_orders',
  help: 'Mails on their way, by state: waiting, failing (tried in vain), given-up (tried no more).',
  labelNames: ['state'],
  registers: [registry],
});
const oldestMail = new Gauge({
  name: 'tenure_oldest_mail_order_seconds',
  help: 'Age of the oldest mail that is still to go out.',
  registers: [registry],
});

async function readMails(db: Db): Promise<void> {
  mails.reset();
  oldestMail.reset();
  const counts = await countMails(db).catch(() => null);
  if (!counts) return;
  mails.set({ state: 'waiting' }, counts.waiting);
  mails.set({ state: 'failing' }, counts.failing);
  mails.set({ state: 'given-up' }, counts.givenUp);
  oldestMail.set(counts.oldestSeconds);
}

async function readDates(db: Db, now: number): Promise<void> {
  putOff.reset();
  late.reset();
  const dates = await datesAt(db, now).catch(() => null);
  if (!dates) return;
  putOff.set(dates.putOff);
  late.set(dates.lateSeconds);
}

/** As the database has it now; while the database is away the figures of the last answer are left out. */
async function readDeliveries(db: Db): Promise<void> {
  deliveries.reset();
  oldest.reset();
  const counts = await countDeliveries(db).catch(() => []);
  for (const { kind, state, count } of counts) deliveries.set({ kind, state }, count);
  oldest.set(Math.max(0, ...counts.map(({ oldestSeconds }) => oldestSeconds ?? 0)));
}

/** Counts every answer; the area is bounded to known words so that a visitor cannot invent time series. */
export const countRequests: RequestHandler = (req, res, next) => {
  const stop = requests.startTimer();
  res.on('finish', () =>
    stop({ method: req.method, area: areaOf(req.path), status: `${Math.floor(res.statusCode / 100)}xx` }),
  );
  next();
};

const areaOf = (path: string): string =>
  /^\/api\/v1\/(engagements|requests|tasks|policies|users|vendors|reviews|alarms|calc|calendars|portfolio|outbox|webhooks|channels)/.exec(
    path,
  )?.[1] ??
  /^\/(a|docs|healthz|readyz|metrics)(\/|$)/.exec(path)?.[1] ??
  'other';

type Deps = Pick<Services, 'db' | 'clock'> & { readonly config: Pick<Services['config'], 'metricsToken'> };

export function metricsRouter({ db, clock, config }: Deps): Router {
  const router = Router();
  router.get('/metrics', async (req, res) => {
    checkReader(req, config.metricsToken);
    await readDeliveries(db);
    await readDates(db, clock());
    await readMails(db);
    res.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}
