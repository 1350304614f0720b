import { FOLLOWED } from '../../domain/engagement/statuses';
import { WhatIf, WhatIfAnswer } from '../../domain/exit/what-if-schema';
import { toMoneyText } from '../../domain/money';
import type { Locale } from '../../domain/people/people';
import type { Db } from '../../db/knex';
import { whatIf } from '../../db/read/what-if';
import type { EngagementRow } from '../../db/stores/engagements';
import { editableIn, scopedEngagement } from '../engagement-scope';
import { ok, type Route, route } from '../route';
import type { Services } from '../services';
import { proposalView } from '../settlement-proposal';
import { EngagementParams } from './engagements';

/** What would follow if a running engagement ended, went on or came out otherwise. */
export const whatIfRoutes = ({ db }: Pick<Services, 'db'>): readonly Route[] => [
  route<EngagementParams, unknown, WhatIf>({
    method: 'post',
    path: '/engagements/{id}/what-if',
    summary: 'Dates, settlement, costs and credits under an assumption; nothing is written',
    tag: 'Exit',
    access: 'insiders',
    params: EngagementParams,
    body: WhatIf,
    answers: { 200: WhatIfAnswer },
    handle: async ({ params, body, actor, now }) => {
      const engagement = await scopedEngagement(db, params.id, { actor, act: 'read' });
      return ok(await whatIfView(db, engagement, { body, locale: actor.locale, now }));
    },
  }),
];

interface Assuming {
  readonly body: WhatIf;
  readonly locale: Locale;
  readonly now: number;
}

/** What follows from an assumption about a running engagement, in somebody's language. */
export async function whatIfView(
  db: Db,
  engagement: EngagementRow,
  { body, locale, now }: Assuming,
): Promise<WhatIfAnswer> {
  editableIn(engagement, FOLLOWED);
  const { termination, ...found } = await whatIf(db, engagement, { body, now });
  const reading = { currency: engagement.currency, locale };
  return { ...found, termination: termination && terminationView(termination, reading) };
}

type Terminated = NonNullable<Awaited<ReturnType<typeof whatIf>>['termination']>;

function terminationView(
  { proposal, playbook, effectiveDate, earliestEnd, noticeOn }: Terminated,
  reading: { readonly currency: string; readonly locale: Locale },
): WhatIfAnswer['termination'] {
  const fee = proposal.lines.find(({ kind }) => kind === 'termination_fee')?.minor ?? 0;
  return {
    ...{ noticeOn, earliestEnd, effectiveDate, inTime: effectiveDate >= earliestEnd },
    terminationFee: toMoneyText({ minor: fee, currency: reading.currency }),
    settlement: proposalView(proposal, reading),
    playbook: [...playbook],
    exitEnd: playbook.reduce((last, { due }) => (due > last ? due : last), effectiveDate),
  };
}
