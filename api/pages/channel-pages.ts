import { Router } from 'express';
import { ChannelBody } from '../../domain/events/chat-schema';
import { DomainError, fieldError } from '../../domain/errors';
import { Key } from '../../domain/shapes';
import { listChannels } from '../../db/stores/receivers';
import { translate } from '../../templates/catalog';
import { bodyIn, fieldsOf, keyField } from '../admin/channel-form';
import { channelView, existingChannel, putChannel, removeChannel, testChannel } from '../channels';
import { parseWith } from '../parse';
import { etagOf } from '../precondition';
import { fieldsOnPage, FRESH, one, type Outcome, refusalWords, typedIn } from '../record-form/plan';
import { sealerOf } from '../webhooks';
import { formField } from './csrf';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { checkAdmin } from './integration-page';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';
import { callOf, type Visit } from './visit';

const PATH = '/admin/channels';
const NEW = '/admin/new-channel';

/** Chat groups that are told of events: the list, and the form of each, by the functions of the API. */
export function channelPages(deps: PageDeps, { insider }: Guarded, requests: Requests): Router {
  const router = Router();
  const page = (act: (visit: Visit) => Promise<void>) =>
    insider((req, res, reader) => {
      checkAdmin(reader);
      return act({ deps, requests, req, res, reader });
    });
  router.get(PATH, page(showList));
  router.get(
    NEW,
    page((visit) => showForm(visit, null, FRESH)),
  );
  router.post(
    NEW,
    page((visit) => save(visit, null)),
  );
  router.get(
    `${PATH}/:key`,
    page((visit) => showForm(visit, keyOf(visit), FRESH)),
  );
  router.post(`${PATH}/:key`, page(act));
  return router;
}

const keyOf = ({ req }: Visit): string => parseWith(Key, req.params['key'], 'NOT_FOUND');
const hrefOf = (key: string): string => `${PATH}/${key}`;

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
      href: hrefOf(key),
    };
  });
  sendPage(res, reader, { name: 'channels', data: { shell, rows, newHref: NEW } });
}

async function showForm(visit: Visit, key: string | null, outcome: Outcome): Promise<void> {
  const { deps, requests, req, res, reader } = visit;
  const { locale, person } = reader;
  const channel = key === null ? null : channelView(sealerOf(deps), await existingChannel(deps.db, key));
  const shell = shellFor(reader, deps, {
    nav: 'admin',
    ...(key !== null && { title: key }),
    todo: await countTodo(requests, person.id),
  });
  const fields = await fieldsOf(deps.db, locale, channel);
  const isStale = outcome.refusal?.code === 'PRECONDITION_FAILED';
  const now = channel?.version ?? 0;
  const known = ['saved', 'tested'].find((word) => queryText(req, 'done') === word);
  sendPage(res, reader, {
    name: 'channel',
    status: outcome.refusal === null ? 200 : 422,
    data: {
      shell,
      heading: key ?? translate(locale, 'channels.new'),
      active: channel?.active ?? null,
      // Who has been told that somebody saved meanwhile may save theirs after it.
      version: isStale ? now : Number(formField(req, 'version')) || now,
      form: {
        action: key === null ? NEW : hrefOf(key),
        hidden: { name: 'csrf', value: shell.csrf },
        fields: fieldsOnPage(fields, outcome, locale),
        submit: translate(locale, 'channels.save'),
        refusal: refusalWords(fields, outcome.refusal, locale),
      },
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
      return res.redirect(303, `${hrefOf(key)}?done=tested`);
    }
    if (button === 'remove') {
      await removeChannel(deps, call);
      return res.redirect(303, PATH);
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
  const typed = typedIn(req, await fieldsOf(db, reader.locale, held && channelView(sealerOf(deps), held)));
  try {
    const name = key ?? keyField(one(typed, 'key'));
    if (key === null && (await listChannels(db)).some((other) => other.key === name))
      throw fieldError('key', 'is taken');
    const body = parseWith(ChannelBody, await bodyIn(deps, typed, held), 'INVALID_FIELDS');
    const ifMatch = key === null ? null : etagOf(Number(formField(req, 'version'))).etag;
    await putChannel(deps, { ...callOf(visit), params: { key: name }, body, ifMatch });
    res.redirect(303, `${hrefOf(name)}?done=saved`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await showForm(visit, key, { typed, refusal: error });
  }
}
