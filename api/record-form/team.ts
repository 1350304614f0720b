import type { EngagementRoles } from '../../domain/engagement/schema';
import { missingRoles } from '../../domain/engagement/team';
import { TeamRole } from '../../domain/engagement/team-schema';
import { activeByRole } from '../../db/stores/people';
import { teamRules } from '../../db/read/team-rules';
import { labelOf, translate } from '../../templates/catalog';
import { printOf } from '../drawn-from';
import { teamOf } from '../engagement-scope';
import { parseWith } from '../parse';
import { NewTeam, recordTeam } from '../routes/team';
import type { FormContext, FormDefinition } from './form';
import { openChoice } from './needs-field';
import { printIn } from './newer';
import { peopleOptions } from './person-field';
import { type FieldPlan, given, one, printField, type Typed } from './plan';

/** Who holds which role in the engagement; what must be filled before the transition is marked. */
export const teamForm: FormDefinition = {
  act: 'close',
  place: 'facts',
  fields: async (context) => {
    const choices = await choicesOf(context);
    return [
      printField(printOf(teamOf(context.row))),
      ...TeamRole.options.map((role) => roleField(context, choices, role)),
      { name: 'reason', kind: 'text', label: translate(context.locale, 'form.team.reason') },
    ];
  },
  take: (deps, { context, typed, call }) => {
    const body = parseWith(NewTeam, wantedIn(typed), 'INVALID_FIELDS');
    return recordTeam(deps, { ...call, params: { id: context.row.id }, body }, printIn(typed));
  },
};

interface Choices {
  readonly holders: EngagementRoles;
  /** Roles that must be filled and are not. */
  readonly open: readonly string[];
  readonly insiders: Options;
  /** Who may speak for a vendor has an account for that. */
  readonly representatives: Options;
}
type Options = NonNullable<FieldPlan['options']>;

async function choicesOf({ db, row }: FormContext): Promise<Choices> {
  const team = teamOf(row);
  const holders = { ...team.roles, owner: team.ownerId, ...(team.sponsorId && { sponsor: team.sponsorId }) };
  const { vendorRep: _, ...ours } = holders;
  const representatives = await activeByRole(db, 'vendor');
  return {
    holders,
    open: missingRoles(team, await teamRules(db)).map(({ path }) => path),
    insiders: await peopleOptions(
      { db },
      [...new Set(Object.values(ours))].filter((id) => id !== undefined),
    ),
    representatives: representatives.map(({ id: value, name }) => ({ value, text: name })),
  };
}

function roleField({ locale }: FormContext, { holders, open, ...choices }: Choices, role: TeamRole): FieldPlan {
  const name = `roles.${role}`;
  const options = role === 'vendorRep' ? choices.representatives : choices.insiders;
  const value = holders[role];
  return {
    ...openChoice(name, labelOf(locale, 'role', role), { options, value }),
    // An engagement always has an owner, and keeps a sponsor once it has one.
    ...((role === 'owner' || (role === 'sponsor' && value !== undefined)) && { required: true, options }),
    ...(open.includes(name) && { hint: translate(locale, 'form.team.open') }),
  };
}

const wantedIn = (typed: Typed) => ({
  roles: Object.assign({}, ...TeamRole.options.map((role) => given(role, one(typed, `roles.${role}`)))) as object,
  ...given('reason', one(typed, 'reason')),
});
