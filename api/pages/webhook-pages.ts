import { Router } from 'express';
import { WebhookBody, WebhookPatch, type WebhookView } from '../../domain/events/receiver-schema';
import { DomainError } from '../../domain/errors';
import type { Person } from '../../domain/people/people';
import { Uuid } from '../../domain/shapes';
import { translate } from '../../templates/catalog';
import { listSheets } from '../../templates/sheets';
import type { WebhookPage } from '../../templates/webhook-page-data';
import { recordForm } from '../admin/admin-form';
import { fieldsOf, wantedIn } from '../admin/webhook-form';
import { parseWith } from '../parse';
import { etagOf } from '../precondition';
import { besideNewer, ONTO_FIELDS, versionIn } from '../record-form/newer';
import { type FieldPlan, FRESH, one, type Outcome, type Typed, typedIn } from '../record-form/plan';
import { addWebhook, changeWebhook, deliveryPage, existingWebhook, removeWebhook, rotateSecret, sealerOf, testWebhook, webhookView } from '../webhooks'; // prettier-ignore
import { formField } from './csrf';
import { givenBack, givenOut } from './given-id';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { checkAdmin } from './integration-page';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import { NEW_WEBHOOK, webhookHref, WEBHOOKS } from './receiver-paths';
import type { Requests } from './requests-port';
import { callOf, type Visit } from './visit';

const LIST = '/integration';
const SHOWN = 20;
/** How long a key that was replaced signs along. */
const OVERLAP_HOURS = 24;

/** Other systems that hear of events: the form of each, its keys and its newest deliveries, by the functions of the API. */
export function webhookPages(deps: PageDeps, { insider, insiderForm }: Guarded, requests: Requests): Router {
  const router = Router();
  const on = (guard: Guarded['insider'], act: (visit: Visit) => Promise<void>) =>
    guard((req, res, reader) => {
      checkAdmin(reader);
      return act({ deps, requests, req, res, reader });
    });
  const fresh = async (visit: Visit, id: string | null): Promise<void> => show(visit, id, { outcome: FRESH });
  router.get(
    NEW_WEBHOOK,
    on(insider, (visit) => fresh(visit, null)),
  );
  router.post(NEW_WEBHOOK, on(insiderForm, create));
  router.get(
    `${WEBHOOKS}/:id`,
    on(insider, (visit) => fresh(visit, idOf(visit))),
  );
  router.post(`${WEBHOOKS}/:id`, on(insiderForm, act));
  return router;
}

const idOf = ({ req }: Visit): string => parseWith(Uuid, req.params['id'], 'NOT_FOUND');

const existing = async ({ deps }: Visit, id: string): Promise<WebhookView> =>
  webhookView(sealerOf(deps), await existingWebhook(deps.db, id), deps.clock());

const holderOf = ({ id }: Pick<Person, 'id'>): string => `new-webhook|${id}`;

/** The id of one that is to come stays that of the form, so that a form that is sent twice adds one webhook. */
async function fieldsFor(
  { deps, reader: { person, locale } }: Visit,
  webhook: WebhookView | null,
): Promise<readonly FieldPlan[]> {
  const fields = await fieldsOf(deps.db, locale, webhook);
  if (webhook) return fields;
  return [{ name: 'id', kind: 'hidden', label: '', value: givenOut(deps, holderOf(person)), keeps: true }, ...fields];
}

interface Shown {
  readonly outcome: Outcome;
  readonly secret?: string;
}

async function show(visit: Visit, id: string | null, { outcome: given, secret }: Shown): Promise<void> {
  const { deps, requests, req, res, reader } = visit;
  const { locale, person } = reader;
  const webhook = id === null ? null : await existing(visit, id);
  const heading = webhook ? hostOf(webhook, locale) : translate(locale, 'webhooks.new');
  const shell = shellFor(reader, deps, { nav: 'admin', title: heading, todo: await countTodo(requests, person.id) });
  const action = id === null ? NEW_WEBHOOK : webhookHref(id);
  const drawn = { fields: await fieldsFor(visit, webhook), outcome: given };
  const { fields, outcome, newer } = besideNewer(drawn, action, locale);
  const words = { action, submit: translate(locale, 'channels.save') };
  sendPage(res, reader, {
    name: 'webhook',
    status: outcome.refusal === null ? 200 : 422,
    data: {
      ...{ shell, heading, action, newer },
      active: webhook?.active ?? null,
      form: recordForm(visit, fields, { words, outcome, csrf: shell.csrf }),
      deliveries: id === null ? [] : await deliveriesOf(deps, id),
      sheets: listSheets(`/api/v1/webhooks/${id ?? ''}/deliveries/export`, {}),
      secret: secret ?? null,
      previousKeyUntil: webhook?.previousKeyUntil ? Date.parse(webhook.previousKeyUntil) : null,
      done: ['saved', 'tested'].find((word) => queryText(req, 'done') === word) ?? null,
    },
  });
}

const hostOf = ({ url }: WebhookView, locale: Visit['reader']['locale']): string =>
  url === null ? translate(locale, 'receiver.unreadable') : new URL(url).host;

async function deliveriesOf({ db }: PageDeps, id: string): Promise<WebhookPage['deliveries']> {
  const { items } = await deliveryPage(db, id, { limit: SHOWN });
  return items.map(({ type, state, attempts, lastError, createdAt }) => ({
    ...{ type, state, attempts },
    error: state === 'delivered' ? null : lastError,
    at: Date.parse(createdAt),
  }));
}

/** The key is told in the answer to this press alone, and to the same form sent again. */
async function create(visit: Visit): Promise<void> {
  const { deps, reader } = visit;
  const typed = await typedFor(visit, null);
  try {
    if (reader.formRefused) throw reader.formRefused;
    const { engagementId, ...wanted } = await wantedIn(deps.db, typed);
    const body = parseWith(WebhookBody, { ...wanted, ...(engagementId && { engagementId }) }, 'INVALID_FIELDS');
    const given = givenBack(deps, holderOf(reader.person), one(typed, 'id'));
    const { id, secret } = await addWebhook(deps, { ...callOf(visit), body }, given);
    await show(visit, id, { outcome: FRESH, secret });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    // A form that is refused as a whole gets another id.
    const { id: _old, ...rest } = typed;
    await show(visit, null, { outcome: { typed: error.code === 'FORM_REFUSED' ? rest : typed, refusal: error } });
  }
}

/** One press on a button of a webhook. */
async function act(visit: Visit): Promise<void> {
  const { req, res, reader } = visit;
  const id = idOf(visit);
  const typed = await typedFor(visit, id);
  const button = BUTTONS[formField(req, 'act')];
  try {
    if (reader.formRefused) throw reader.formRefused;
    if (button) return await button(visit, id);
    await save(visit, id, typed);
    res.redirect(303, `${webhookHref(id)}?done=saved`);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'NOT_FOUND') throw error;
    await show(visit, id, { outcome: { typed: button ? null : typed, refusal: error } });
  }
}

const BUTTONS: Readonly<Record<string, (visit: Visit, id: string) => Promise<void>>> = {
  test: async (visit, id) => {
    await testWebhook(visit.deps, { ...callOf(visit), params: { id } });
    visit.res.redirect(303, `${webhookHref(id)}?done=tested`);
  },
  rotate: async (visit, id) => {
    const call = { ...callOf(visit), params: { id }, body: { overlapHours: OVERLAP_HOURS } };
    const { secret } = await rotateSecret(visit.deps, call);
    await show(visit, id, { outcome: FRESH, secret });
  },
  remove: async (visit, id) => {
    await removeWebhook(visit.deps, { ...callOf(visit), params: { id } });
    visit.res.redirect(303, LIST);
  },
};

async function save(visit: Visit, id: string, typed: Typed): Promise<void> {
  const body = parseWith(WebhookPatch, await wantedIn(visit.deps.db, typed), 'INVALID_FIELDS');
  const ifMatch = etagOf(versionIn(typed)).etag;
  await changeWebhook(visit.deps, { ...callOf(visit), params: { id }, body, ifMatch });
}

async function typedFor(visit: Visit, id: string | null): Promise<Typed> {
  const fields = await fieldsFor(visit, id === null ? null : await existing(visit, id));
  return typedIn(visit.req, [...fields, ...ONTO_FIELDS]);
}
