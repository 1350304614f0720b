import type { Request, Router } from 'express';
import { DomainError } from '../domain/errors';
import { settlementPageLinks } from '../page-links';
import type { PageData } from '../templates/page-data';
import { mailedPage, type MailedVisit, recorded } from './links/mailed-page';
import { formField, isTooLong, TOO_LONG } from './pages/csrf';
import { queryText, type Reader, readerOf, sendPage, shellFor } from './pages/reader';
import type { Services } from './services';
import { answerSettlement } from './settlement-page/acts';
import { findSettlementLink, type SettlementLink } from './settlement-page/find';
import { formWanted, sendStatement, vendorStatementForms } from './settlement-page/statement';
import { type SettlementForm, vendorSettlement } from './settlement-page/view';

type Visit = MailedVisit<SettlementLink>;

/** The page on which the vendor answers to the settlement, behind mailed links. */
export function settlementLinks(services: Services): Router {
  const links = settlementPageLinks(services.config.secrets, services.config.publicUrl);
  return mailedPage<SettlementLink>(services, {
    letter: 's',
    expired: 'service-expired',
    find: (token) => findSettlementLink(services, links, token),
    scope: ({ engagement: { id, vendor_id: vendorId } }) => ({
      role: 'vendor',
      ...{ engagements: [id], vendors: vendorId === null ? [] : [vendorId] },
    }),
    show: (visit) => {
      const form = formWanted(queryText(visit.req, 'format'));
      return form ? sendStatement(visit.res, { ...visit, reader: readerFor(visit), form }) : sendFresh(visit);
    },
    act,
  });
}

/** The language is the switch's, else that of whoever speaks for the vendor. */
const readerFor = ({ req, link: { engagement, voice }, path }: Visit): Reader => ({
  ...readerOf(req, null, voice.locale),
  timeZone: engagement.time_zone,
  here: path,
});

const sendFresh = (visit: Visit): Promise<void> =>
  sendSettlement(visit, { field: () => '', refusal: null, done: queryText(visit.req, 'done') === 'saved' });

const fieldsOf =
  (req: Request) =>
  (name: string): string =>
    formField(req, name);

async function act(visit: Visit): Promise<void> {
  const { req, services, link, now } = visit;
  const field = fieldsOf(req);
  const refused = (refusal: string, said: Pick<SettlementForm, 'exact' | 'errors'> = {}): Promise<void> =>
    sendSettlement(visit, { field, refusal, ...said, done: false });
  if (!visit.isFresh()) return refused('FORM_REFUSED');
  if (isTooLong(req)) return refused(TOO_LONG);
  try {
    await answerSettlement(services, { link, field, now });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return refused(error.code, { exact: error.message, errors: error.errors });
  }
  recorded(visit, 'saved');
}

const STATUS: Readonly<Record<string, number>> = { STATE_CONFLICT: 409, SUBJECT_CHANGED: 409, FORM_REFUSED: 403 };

async function sendSettlement(visit: Visit, form: SettlementForm): Promise<void> {
  const { res, services, link, path } = visit;
  const reader = readerFor(visit);
  const data: PageData['vendor-settlement'] = {
    shell: shellFor(reader, services, { title: link.engagement.title, drafts: visit.drafts }),
    ...(await vendorSettlement(services.db, link, form)),
    forms: vendorStatementForms(path),
    action: path,
    hidden: visit.hidden(),
  };
  const status = form.refusal === null ? 200 : (STATUS[form.refusal] ?? 422);
  sendPage(res, reader, { name: 'vendor-settlement', data, status });
}
