import { Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { Uuid } from '../../domain/shapes';
import { deadDeliveries, type ReceiverLine, receiversOverview } from '../../db/read/receivers-overview';
import type { Sealer } from '../../db/sealed';
import type { IntegrationPage, ReceiverRow } from '../../templates/integration-page-data';
import { parseWith } from '../parse';
import { repeatDelivery } from '../repeat-delivery';
import { hostIn, sealerOf } from '../webhooks';
import { checkAccess } from '../session';
import type { Guarded, SignedIn } from './guard';
import { countTodo } from './inbox-page';
import { type PageDeps, sendPage, shellFor } from './reader';
import { channelHref, NEW_CHANNEL, NEW_WEBHOOK, webhookHref } from './receiver-paths';
import type { Requests } from './requests-port';

const SHOWN = 50;

/** What goes out to other systems and groups, for administrators; what was given up can be sent again. */
export function integrationPage(deps: PageDeps, { insider }: Guarded, requests: Requests): Router {
  const router = Router();
  router.get(
    '/integration',
    insider(async (_req, res, reader) => {
      checkAdmin(reader);
      const shell = shellFor(reader, deps, { nav: 'admin', todo: await countTodo(requests, reader.person.id) });
      sendPage(res, reader, { name: 'integration', data: { shell, ...(await integrationData(deps)) } });
    }),
  );
  router.post(
    '/integration/:delivery',
    insider(async (req, res, reader) => {
      checkAdmin(reader);
      const id = parseWith(Uuid, req.params['delivery'], 'NOT_FOUND');
      const said = { actor: reader.person, channel: 'page', now: deps.clock(), newId: uuidv7() } as const;
      await repeatDelivery(deps.db, id, said);
      res.redirect(303, '/integration');
    }),
  );
  return router;
}

export function checkAdmin({ person }: SignedIn): void {
  checkAccess(['admin'], person);
}

async function integrationData(deps: PageDeps): Promise<IntegrationPage> {
  const sealer = sealerOf(deps);
  const [receivers, dead] = await Promise.all([receiversOverview(deps.db), deadDeliveries(deps.db, SHOWN + 1)]);
  const nameOf = (id: string): string | null => {
    const found = receivers.find((one) => one.id === id);
    return found ? nameIn(sealer, found) : null;
  };
  return {
    newWebhookHref: NEW_WEBHOOK,
    newChannelHref: NEW_CHANNEL,
    receivers: receivers.map((one) => rowOf(sealer, one)),
    dead: dead.slice(0, SHOWN).map((one) => ({
      id: one.id,
      receiver: nameOf(one.receiver_id),
      type: one.type,
      error: one.last_error ?? '',
      at: one.created_at.getTime(),
      attempts: one.attempts,
    })),
    more: dead.length > SHOWN,
  };
}

const nameIn = (sealer: Sealer, line: ReceiverLine): string | null => line.key ?? hostIn(sealer, line);

const rowOf = (sealer: Sealer, one: ReceiverLine): ReceiverRow => ({
  kind: one.kind,
  href: one.kind === 'webhook' ? webhookHref(one.id) : channelHref(one.key ?? ''),
  name: nameIn(sealer, one),
  events: one.events.join(' · '),
  active: one.active,
  state: one.active ? 'on' : (one.off_reason ?? 'off'),
  waiting: one.waiting,
  dead: one.dead,
});
