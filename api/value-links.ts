import type { Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../domain/errors';
import { lockEngagement } from '../db/stores/engagements';
import { Uuid } from '../domain/shapes';
import { createLinks } from '../links';
import type { PageData } from '../templates/page-data';
import { readDocumentForm } from './form-documents';
import { evidenceReply } from './kpi-evidence';
import { actOnForm, type FormOutcome, type FormUse } from './kpi-form/act';
import { findValuesLink, type ValuesLink } from './kpi-form/find';
import { type Attempt, FRESH, valuesView } from './kpi-form/view';
import { evidenceIntake } from './kpi-form/files';
import { doneOf, refusalStatus } from './kpi-form/words';
import { sendReply } from './mount';
import { mailedPage, type MailedVisit, recorded } from './links/mailed-page';
import { readerOf, sendPage, shellFor } from './pages/reader';
import { planAgain } from './plan-again';
import type { Services } from './services';

type Visit = MailedVisit<ValuesLink>;

/** The page on which a vendor reports the values of a period, behind mailed links and without an account. */
export function valueLinks(services: Services): Router {
  const links = createLinks(services.config.secrets, services.config.publicUrl);
  return mailedPage<ValuesLink>(services, {
    letter: 'k',
    expired: 'values-expired',
    find: (token) => findValuesLink(services, links, token),
    scope: ({ engagement }) => ({ role: 'vendor', engagements: [engagement.id] }),
    show: (visit) => sendValuesPage(visit, { ...FRESH, done: doneOf(visit.req) }),
    act,
    read: (req, { documents }) => readDocumentForm(req, evidenceIntake(documents)),
    file: sendFile,
  });
}

async function sendFile({ req, res, services, link }: Visit): Promise<void> {
  const id = Uuid.safeParse(req.params['file']);
  if (!id.success) throw new DomainError('NOT_FOUND', 'There is no such file.');
  const { engagement, period } = link;
  const asked = { engagementId: engagement.id, id: id.data, period, side: 'vendor' as const };
  await sendReply(res, await evidenceReply(services, asked));
}

async function act(visit: Visit): Promise<void> {
  const { services, link } = visit;
  const { attempt, proposed }: FormOutcome = await actOnForm(useOf(visit));
  if (proposed) await planAgain(services, link.engagement.id);
  if (attempt.done !== null) return recorded(visit, attempt.done);
  await sendValuesPage(visit, attempt);
}

/** A form that was open for too long loses nothing that was typed: it is refused beside what was typed. */
function useOf(visit: Visit): FormUse {
  const { req, services, link, now } = visit;
  const { engagement, reporter, period } = link;
  return {
    db: services.db,
    req,
    engagementId: engagement.id,
    act: { period, side: 'vendor', actorId: reporter.personId, channel: 'email', now, actId: uuidv7() },
    hold: async (trx) => {
      if (!visit.isFresh()) throw new DomainError('FORM_REFUSED', 'The form was open for too long.');
      const held = await lockEngagement(trx, engagement.id);
      if (!held) throw new DomainError('NOT_FOUND', 'There is no such engagement.');
      return held;
    },
  };
}

async function sendValuesPage(visit: Visit, attempt: Attempt): Promise<void> {
  const { req, res, services, link, path } = visit;
  const { engagement, reporter, period } = link;
  const reader = { ...readerOf(req, null, reporter.locale), timeZone: reporter.timeZone, here: path };
  // Of our people the vendor learns no names.
  const nameOf = (id: string | null): string => (id === reporter.personId ? reporter.name : reporter.company);
  const data: PageData['values'] = {
    shell: shellFor(reader, services, { title: engagement.title, drafts: visit.drafts }),
    ...(await valuesView(services.db, engagement, {
      period,
      side: 'vendor',
      attempt,
      fileHref: ({ id }) => `${path}/files/${id}`,
      namesOf: () => Promise.resolve(nameOf),
    })),
    reporter: reporter.company,
    mayReport: true,
    action: path,
    hidden: visit.hidden(),
  };
  sendPage(res, reader, { name: 'values', data, status: refusalStatus(attempt.refusal) });
}
