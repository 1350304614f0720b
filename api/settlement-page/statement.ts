import type { Response } from 'express';
import { DomainError } from '../../domain/errors';
import { settlementStatement } from '../../db/read/settlement-statement';
import { statementDocument } from '../../templates/settlement/statement';
import type { VendorSettlementPage } from '../../templates/settlement-data';
import { sendReply } from '../mount';
import type { Reader } from '../pages/reader';
import { PAPERS } from '../paper';
import type { Services } from '../services';
import type { SettlementLink } from './find';

const FORMS = ['pdf', 'xlsx'] as const;
type Form = (typeof FORMS)[number];

/** In which form the vendor wants to take the statement along; null where it looks at the page. */
export const formWanted = (text: string): Form | null => FORMS.find((form) => form === text) ?? null;

/** Addresses behind the same link. */
export const vendorStatementForms = (path: string): VendorSettlementPage['forms'] =>
  FORMS.map((form) => ({ form, href: `${path}?format=${form}` }));

interface Taking {
  readonly services: Services;
  readonly link: SettlementLink;
  readonly reader: Reader;
  readonly form: Form;
}

/** The statement as our own people get it, in the language of the page. */
export async function sendStatement(res: Response, { services, link, reader, form }: Taking): Promise<void> {
  const { engagement } = link;
  const found = await settlementStatement(services.db, engagement);
  if (!found) throw new DomainError('NOT_FOUND', 'There is no settlement to agree to.');
  const { locale, timeZone, here } = reader;
  const document = statementDocument(found, { locale, timeZone });
  const name = `settlement-${engagement.number}`;
  await sendReply(res, await PAPERS[form]({ deps: services, document, here, forms: [], name, timeZone }));
}
