import type { Db } from '../db/knex';
import { orderMails } from '../db/stores/mail-orders';
import { inTransaction, type Trx } from '../db/transaction';
import type { MailOrder } from '../domain/mail/order';

type Step<I, O> = (input: I) => Promise<O>;
type Mails = readonly MailOrder[];
type WithMails = { readonly mails: Mails };

/** A step whose mails the courier takes: ordered in the transaction of the step, so that there is never one without the other. */
export const mailedByCourier =
  <I>(db: Db, stepOver: (trx: Trx) => Step<I, Mails>): Step<I, Mails> =>
  (input) =>
    inTransaction(db, async (trx) => {
      await orderMails(trx, await stepOver(trx)(input));
      return [];
    });

/** The same for a step with further consequences; the story hears of those alone. */
export const withoutMails =
  <I, O extends WithMails>(db: Db, stepOver: (trx: Trx) => Step<I, O>): Step<I, O> =>
  (input) =>
    inTransaction(db, async (trx) => {
      const outcome = await stepOver(trx)(input);
      await orderMails(trx, outcome.mails);
      return { ...outcome, mails: [] };
    });
