import { DUTY_RULES_KEY, needsTwo, SHIPPED_DUTY_RULES } from '../../domain/people/duty-rules';
import { DutyRules } from '../../domain/people/duty-rules-schema';
import { Uuid } from '../../domain/shapes';
import { fieldError } from '../../domain/errors';
import { dutyRules } from '../../db/read/duty-rules';
import { lockSetting } from '../../db/stores/settings';
import { inTransaction } from '../../db/transaction';
import { otherAdmins } from '../administrators';
import { checkIfMatch } from '../precondition';
import { proposalHref, propose } from '../proposals/propose';
import { type Call, type Reply, type Route, route } from '../route';
import type { Services } from '../services';
import { putSetting, readSetting, SettingQuery, settingView, storedSetting, viewOf } from '../settings';

type Deps = Pick<Services, 'db'>;

const SETTING = { key: DUTY_RULES_KEY, schema: DutyRules, shipped: SHIPPED_DUTY_RULES } as const;
const PATH = '/settings/duty-rules';
const View = settingView(DutyRules);

export const dutyRuleRoutes = (deps: Deps): readonly Route[] => [read(deps), put(deps)];

const read = ({ db }: Deps): Route =>
  route<unknown, SettingQuery>({
    method: 'get',
    path: PATH,
    summary: 'Read which duties are kept apart beyond what always is',
    tag: 'Settings',
    access: 'insiders',
    query: SettingQuery,
    answers: { 200: View },
    handle: ({ query }) => readSetting(db, SETTING, query.version),
  });

const put = (deps: Deps): Route =>
  route<unknown, unknown, DutyRules>({
    method: 'put',
    path: PATH,
    summary:
      'Set which duties are kept apart beyond what always is; where two administrators are asked for, this needs them as well',
    tag: 'Settings',
    access: ['admin'],
    body: DutyRules,
    answers: { 200: View, 202: View.safeExtend({ proposalId: Uuid }) },
    conditional: true,
    stepUp: true,
    handle: (call) => putDutyRules(deps, call),
  });

/** Nobody loosens by themselves what binds them, and nobody asks for two where there is one. */
async function putDutyRules({ db }: Deps, call: Call<unknown, unknown, DutyRules>): Promise<Reply> {
  const { body, actor, ifMatch } = call;
  if (needsTwo(body) && (await otherAdmins(db, actor.id)).length === 0)
    throw fieldError(body.policiesByTwo ? 'policiesByTwo' : 'endingsByTwo', 'needs a second active administrator');
  if (!needsTwo(await dutyRules(db))) return putSetting(db, SETTING, call);
  const proposalId = await inTransaction(db, async (trx) => {
    const baseVersion = await lockSetting(trx, DUTY_RULES_KEY);
    checkIfMatch(ifMatch, baseVersion);
    return propose(trx, call, { kind: 'duty-rules', key: DUTY_RULES_KEY, baseVersion, body });
  });
  const standing = viewOf(await storedSetting(db, SETTING));
  return { status: 202, headers: { location: proposalHref(proposalId) }, body: { ...standing, proposalId } };
}
