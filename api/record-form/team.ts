import { missingRoles } from '../../domain/engagement/team';
import { TeamRole } from '../../domain/engagement/team-schema';
import { activeByRole } from '../../db/stores/people';
import { teamRules } from '../../db/read/team-rules';
import { labelOf, translate } from '../../templates/catalog';
import { printOf } from '../drawn-from';
import { teamOf } from '../engagement-scope';
import { parseWith } from '../parse';
import { staleRecord } from '../precondition';
import { NewTeam, recordTeam } from '../routes/team';
import type { FormContext, FormDefinition } from './form';
import { openChoice } from './needs-field';
import { printIn } from './newer';
import { peopleOptions } from './person-field';
import { type FieldPlan, given, one, printField, type Typed } from './plan';

/** Who holds which role in the engagement; what must be filled before the transition is marked. */
export const teamForm: FormDefinition = {
  act: 'close',
  anchor: 'facts',
  fields: async (context) => [
    printField(printOf(teamOf(context.row))),
    ...(await Promise.all(TeamRole.options.map((role) => roleField(context, role)))),
    { name: 'reason', kind: 'text', label: translate(context.locale, 'form.team.reason') },
  ],
  take: (deps, { context, typed, call }) => {
    // What the form says is about the team that it was drawn from.
    if (printIn(typed) !== printOf(teamOf(context.row))) throw staleRecord();
    const body = parseWith(NewTeam, wantedIn(typed), 'INVALID_FIELDS');
    return recordTeam(deps, { ...call, params: { id: context.row.id }, body });
  },
};

async function roleField(context: FormContext, role: TeamRole): Promise<FieldPlan> {
  const { db, row, locale } = context;
  const team = teamOf(row);
  const value = { ...team.roles, owner: team.ownerId, ...(team.sponsorId && { sponsor: team.sponsorId }) }[role];
  const options =
    role === 'vendorRep' ? await representatives(context) : await peopleOptions(context, value ? [value] : []);
  const isOpen = missingRoles(team, await teamRules(db)).some(({ path }) => path === `roles.${role}`);
  const field = openChoice(`roles.${role}`, labelOf(locale, 'role', role), { options, value });
  return {
    ...field,
    // An engagement always has an owner, and keeps a sponsor once it has one.
    ...((role === 'owner' || (role === 'sponsor' && value)) && { required: true, options }),
    ...(isOpen && { hint: translate(locale, 'form.team.open') }),
  };
}

/** Who may speak for a vendor has an account for that. */
const representatives = async ({ db }: FormContext): Promise<NonNullable<FieldPlan['options']>> =>
  (await activeByRole(db, 'vendor')).map(({ id: value, name }) => ({ value, text: name }));

const wantedIn = (typed: Typed) => ({
  roles: Object.assign({}, ...TeamRole.options.map((role) => given(role, one(typed, `roles.${role}`)))) as object,
  ...given('reason', one(typed, 'reason')),
});
