import { Router } from 'express';
import { localDate } from '../../domain/calendar/zone';
import { ExchangeRate } from '../../domain/currency/schema';
import { DomainError } from '../../domain/errors';
import { hasRole, type Locale } from '../../domain/people/people';
import { ratesOn } from '../../db/stores/exchange-rates';
import { inTransaction } from '../../db/transaction';
import { translate } from '../../templates/catalog';
import { recordRates } from '../currencies/record-rates';
import { parseWith } from '../parse';
import { type FieldPlan, fieldsOnPage, FRESH, one, type Outcome, refusalOnPage, typedIn } from '../record-form/plan';
import { requestIdOf } from '../request-id';
import { RATE_WRITERS } from '../routes/exchange-rates';
import { checkAccess } from '../session';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';
import type { Visit } from './visit';

const PATH = '/exchange-rates';

/** Rates in force, and the form that records one. */
export function exchangeRatePage(deps: PageDeps, { insider }: Guarded, requests: Requests): Router {
  const router = Router();
  router.get(
    PATH,
    insider((req, res, reader) => show({ deps, requests, req, res, reader }, FRESH)),
  );
  router.post(
    PATH,
    insider((req, res, reader) => act({ deps, requests, req, res, reader })),
  );
  return router;
}

async function show(visit: Visit, outcome: Outcome): Promise<void> {
  const { deps, requests, req, res, reader } = visit;
  const { person, locale } = reader;
  const today = localDate(person.timeZone, deps.clock());
  const shell = shellFor(reader, deps, { todo: await countTodo(requests, person.id) });
  const fields = fieldsOf(locale, today);
  const form = {
    action: PATH,
    hidden: { name: 'csrf', value: shell.csrf },
    fields: fieldsOnPage(fields, outcome, locale),
    submit: translate(locale, 'rates.record'),
    ...refusalOnPage(fields, outcome.refusal, locale),
  };
  const rates = await ratesOn(deps.db, today);
  sendPage(res, reader, {
    name: 'exchange-rates',
    status: outcome.refusal === null ? 200 : 422,
    data: {
      shell,
      rates: rates.map(({ base, quote, on, rate, source }) => ({ base, quote, on, rate, source })),
      form: hasRole(person, ...RATE_WRITERS) ? form : null,
      done: queryText(req, 'done') === '1',
    },
  });
}

async function act(visit: Visit): Promise<void> {
  const { deps, req, res, reader } = visit;
  const { person: actor, locale } = reader;
  checkAccess(RATE_WRITERS, actor);
  const now = deps.clock();
  const typed = typedIn(req, fieldsOf(locale, ''));
  const wanted = {
    base: one(typed, 'base').toUpperCase(),
    quote: one(typed, 'quote').toUpperCase(),
    on: one(typed, 'on'),
    rate: one(typed, 'rate'),
    source: one(typed, 'source'),
  };
  try {
    const body = parseWith(ExchangeRate, wanted, 'INVALID_FIELDS');
    const writer = { actor, channel: 'page' as const, now, requestId: requestIdOf(req) };
    await inTransaction(deps.db, (trx) => recordRates(trx, [body], writer));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return show(visit, { typed, refusal: error });
  }
  res.redirect(303, `${PATH}?done=1`);
}

function fieldsOf(locale: Locale, today: string): readonly FieldPlan[] {
  const say = (key: string): string => translate(locale, `rates.${key}`);
  return [
    { name: 'base', kind: 'line', label: say('base'), hint: say('code-hint'), required: true, most: 3 },
    { name: 'quote', kind: 'line', label: say('quote'), hint: say('code-hint'), required: true, most: 3 },
    { name: 'rate', kind: 'figure', label: say('rate'), hint: say('rate-hint'), required: true, most: 22 },
    { name: 'on', kind: 'day', label: say('on'), required: true, most: 10, value: today },
    { name: 'source', kind: 'line', label: say('source'), hint: say('source-hint'), required: true, most: 200 },
  ];
}
