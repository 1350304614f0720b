import type { Db } from '../../db/knex';
import { saveSubject } from '../../db/stores/subjects';
import type { RequestDesk } from '../workflows/approval-desk';

/** The requester sends a request again that they had got back, with other facts. */
export async function resubmit(db: Db, request: RequestDesk, data: Readonly<Record<string, unknown>>): Promise<void> {
  const subject = { type: 'payment', title: 'Pay the printer', data };
  const subjectHash = await saveSubject(db, { requestId: request.id, subject, now: Date.now() });
  const refusal = await request.send('R', {
    on: 'request',
    action: 'resubmit',
    decisionId: 'again',
    subjectHash,
    minorOnly: false,
  });
  expect(refusal).toBeNull();
}
