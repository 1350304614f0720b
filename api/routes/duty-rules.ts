import { DutyRules } from '../../domain/people/duty-rules-schema';
import { Uuid } from '../../domain/shapes';
import { etagOf } from '../precondition';
import { proposalHref } from '../proposals/propose';
import { type Call, ok, type Reply, type Route, route } from '../route';
import { DUTY_RULES, saveDutyRules } from '../save-duty-rules';
import type { Services } from '../services';
import { readSetting, SettingQuery, settingView, storedSetting, viewOf } from '../settings';

type Deps = Pick<Services, 'db'>;

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
    handle: ({ query }) => readSetting(db, DUTY_RULES, query.version),
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

async function putDutyRules({ db }: Deps, call: Call<unknown, unknown, DutyRules>): Promise<Reply> {
  const { version, proposalId } = await saveDutyRules(db, call, call.body);
  if (proposalId === null) return ok(viewOf({ version, origin: 'own', body: call.body }), etagOf(version));
  const standing = viewOf(await storedSetting(db, DUTY_RULES));
  return { status: 202, headers: { location: proposalHref(proposalId) }, body: { ...standing, proposalId } };
}
