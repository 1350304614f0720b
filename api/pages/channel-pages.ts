import { Router } from 'express';
import { ChannelBody } from '../../domain/events/chat-schema';
import { DomainError } from '../../domain/errors';
import { Key } from '../../domain/shapes';
import { listChannels } from '../../db/stores/receivers';
import { translate } from '../../templates/catalog';
import { recordForm } from '../admin/admin-form';
import { bodyIn, fieldsOf, keyField } from '../admin/channel-form';
import { channelView, existingChannel, putChannel, removeChannel, testChannel } from '../channels';
import { parseWith } from '../parse';
import { etagOf } from '../precondition';
import { besideNewer, ONTO_FIELDS, versionIn } from '../record-form/newer';
import { FRESH, one, type Outcome, typedIn } from '../record-form/plan';
import { sealerOf } from '../webhooks';
import { formField } from './csrf';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { checkAdmin } from './integration-page';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import { channelHref, CHANNELS, NEW_CHANNEL } from './receiver-paths';
import type { Requests } from './requests-port';
import { callOf, type Visit } from './visit';

/** Chat groups that are told of events: the list, and the form of each, by the functions of the API. */
export function channelPages(deps: PageDeps, { insider }: Guarded, requests: Requests): Router {
  const router = Router();
  const page = (act: (visit: Visit) => Promise<void>) =>
    insider((req, res, reader) => {
      checkAdmin(reader);
      return act({ deps, requests, req, res, reader });
    });
  router.get(CHANNELS, page(showList));
  router.get(
    NEW_CHANNEL,
    page((visit) => showForm(visit, null, FRESH)),
  );
  router.post(
    NEW_CHANNEL,
    page((visit) => save(visit, null)),
  );
  router.get(
    `${CHANNELS}/:key`,
    page((visit) => showForm(visit, keyOf(visit), FRESH)),
  );
  router.post(`${CHANNELS}/:key`, page(act));
  return router;
}

const keyOf = ({ req }: Visit): string => parseWith(Key, req.params['key'], 'NOT_FOUND');

async function showList({ deps, requests, res, reader }: Visit): Promise<void> {
  const shell = shellFor(reader, deps, { nav: 'admin', todo: await countTodo(requests, reader.person.id) });
  const sealer = sealerOf(deps);
  const rows = (await listChannels(deps.db)).map((row) => {
    const { key, kind, host, events, active, offReason } = channelView(sealer, row);
    return {
      key,
      kind,
      host,
      events,
      state: active ? ('on' as const) : (offReason ?? ('off' as const)),
      href: channelHref(key),
    };
  });
  sendPage(res, reader, { name: 'channels', data: { shell, rows, newHref: NEW_CHANNEL } });
}

async function showForm(visit: Visit, key: string | null, given: Outcome): Promise<void> {
  const { deps, requests, req, res, reader } = visit;
  const { locale, person } = reader;
  const channel = key === null ? null : channelView(sealerOf(deps), await existingChannel(deps.db, key));
  const shell = shellFor(reader, deps, {
    nav: 'admin',
    ...(key !== null && { title: key }),
    todo: await countTodo(requests, person.id),
  });
  const action = key === null ? NEW_CHANNEL : channelHref(key);
  const drawn = { fields: await fieldsOf(deps.db, locale, channel), outcome: given };
  const { fields, outcome, newer } = besideNewer(drawn, action, locale);
  const submit = translate(locale, 'channels.save');
  const known = ['saved', 'tested'].find((word) => queryText(req, 'done') === word);
  sendPage(res, reader, {
    name: 'channel',
    status: outcome.refusal === null ? 200 : 422,
    data: {
      shell,
      heading: key ?? translate(locale, 'channels.new'),
      active: channel?.active ?? null,
      newer,
      form: recordForm(visit, fields, { words: { action, submit }, outcome, csrf: shell.csrf }),
      done: known ?? null,
    },
  });
}

/** One press on a button of the form of a group. */
async function act(visit: Visit): Promise<void> {
  const { deps, req, res } = visit;
  const key = keyOf(visit);
  const button = formField(req, 'act');
  const call = { ...callOf(visit), params: { key }, body: undefined };
  try {
    if (button === 'test') {
      await testChannel(deps, call);
      return res.redirect(303, `${channelHref(key)}?done=tested`);
    }
    if (button === 'remove') {
      await removeChannel(deps, call);
      return res.redirect(303, CHANNELS);
    }
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'NOT_FOUND') throw error;
    return showForm(visit, key, { typed: null, refusal: error });
  }
  return save(visit, key);
}

async function save(visit: Visit, key: string | null): Promise<void> {
  const { deps, req, res, reader } = visit;
  const { db } = deps;
  const held = key === null ? null : await existingChannel(db, key);
  const fields = await fieldsOf(db, reader.locale, held && channelView(sealerOf(deps), held));
  const typed = typedIn(req, [...fields, ...ONTO_FIELDS]);
  try {
    const name = key ?? keyField(one(typed, 'key'));
    const body = parseWith(ChannelBody, await bodyIn(deps, typed, held), 'INVALID_FIELDS');
    const ifMatch = key === null ? null : etagOf(versionIn(typed)).etag;
    await putChannel(deps, { ...callOf(visit), params: { key: name }, body, ifMatch }, { isNew: key === null });
    res.redirect(303, `${channelHref(name)}?done=saved`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await showForm(visit, key, { typed, refusal: error });
  }
}
