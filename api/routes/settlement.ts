import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { ProposalView } from '../../domain/exit/proposal-schema';
import { SettlementBody } from '../../domain/exit/schema';
import { Uuid } from '../../domain/shapes';
import { settlementProposal } from '../../db/read/settlement-proposal';
import { settlementView } from '../../db/read/settlement-account';
import { saveSettlement } from '../../db/stores/settlements';
import { editableIn, scopedEngagement } from '../engagement-scope';
import { changeRecord } from '../record';
import { type Call, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { proposalView } from '../settlement-proposal';

const Params = z.strictObject({ id: Uuid });
type Deps = Pick<Services, 'db'>;

/** What each side still owes the other at the end. */
export const settlementRoutes = (deps: Deps): readonly Route[] => [put(deps), read(deps), proposal(deps)];

const put = ({ db }: Deps): Route =>
  route<z.infer<typeof Params>, unknown, SettlementBody>({
    method: 'put',
    path: '/engagements/{id}/settlement',
    summary: 'Replace the lines of the settlement',
    tag: 'Exit',
    access: 'insiders',
    params: Params,
    body: SettlementBody,
    answers: { 200: z.looseObject({}) },
    handle: async (call) => {
      await replaceLines(db, call);
      return ok(await settlementView(db, call.params.id));
    },
  });

/** Keeps the lines in place of those before; while G6 is decided its subject stays as the approvers see it. */
export const replaceLines = (
  db: Deps['db'],
  call: Call<z.infer<typeof Params>, unknown, SettlementBody>,
): Promise<void> =>
  changeRecord(db, call, {
    act: 'edit',
    type: 'settlement.changed',
    write: async (trx, engagement) => {
      editableIn(engagement, ['EXITING']);
      if (engagement.open_gate === 'settlement')
        throw new DomainError('GATE_PENDING', 'The settlement is being approved; withdraw the request to change it.');
      await saveSettlement(trx, engagement.id, { lines: call.body.lines, actorId: call.actor.id, now: call.now });
    },
    payload: () => ({ lines: call.body.lines.length }),
  });

const read = ({ db }: Deps): Route =>
  route<z.infer<typeof Params>>({
    method: 'get',
    path: '/engagements/{id}/settlement',
    summary: 'The settlement with its account',
    tag: 'Exit',
    access: 'insiders',
    params: Params,
    answers: { 200: z.looseObject({}) },
    handle: async ({ params, actor }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const settlement = await settlementView(db, params.id);
      if (!settlement) throw new DomainError('NOT_FOUND', 'The settlement has no lines yet.');
      return ok(settlement);
    },
  });

const proposal = ({ db }: Deps): Route =>
  route<z.infer<typeof Params>>({
    method: 'get',
    path: '/engagements/{id}/settlement/proposal',
    summary: 'Lines that the records speak for, ready to be sent to PUT; each says where it comes from',
    tag: 'Exit',
    access: 'insiders',
    params: Params,
    answers: { 200: ProposalView },
    handle: async ({ params, actor }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      const proposed = await settlementProposal(db, engagement);
      return ok(proposalView(proposed, { currency: engagement.currency, locale: actor.locale }));
    },
  });
