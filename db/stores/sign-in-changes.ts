import { v7 as uuidv7 } from 'uuid';
import type { SignInChange } from '../../domain/people/sign-in-change';
import { orderMails } from './mail-orders';
import type { Trx } from '../transaction';

/** Has a person told that somebody changed how they sign in, in the transaction that changes it. */
export const tellOfChange = (
  trx: Trx,
  { userId, change, now }: { readonly userId: string; readonly change: SignInChange; readonly now: number },
): Promise<void> =>
  orderMails(trx, [
    {
      key: `sign-in-changed:${userId}:${uuidv7()}`,
      kind: 'sign-in-changed',
      recipientId: userId,
      engagementId: null,
      facts: { change },
      now,
    },
  ]);
