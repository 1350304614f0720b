import { fieldError } from '../../domain/errors';
import type { Needs } from '../../domain/planning/schema';
import { hrOwnerId } from '../../db/read/needs';
import { activeInsiders, findPeople } from '../../db/stores/people';
import { labelOf, translate } from '../../templates/catalog';
import type { FormContext } from './form';
import { linesField, linesOr, objectOr, openChoice, optionsOf, said, yesNo, yesNoIn } from './needs-field';
import { type FieldPlan, figure, one, type Typed } from './plan';

const ACTIONS = ['none', 'redeploy', 'retrain', 'reduce'] as const;
const nameOf = (part: string): string => `employeeImpact.${part}`;
/** Somebody of whom we know no more than the words. */
const IN_WORDS = 'hrOwnerInWords';

/** What it means for our own people. */
export async function staffFields(context: FormContext): Promise<readonly FieldPlan[]> {
  const { locale } = context;
  const { employeeImpact: impact } = context.row.needs;
  const label = (name: string): string => labelOf(locale, 'field', name);
  return [
    {
      ...{ name: nameOf('headcountAffected'), kind: 'figure', label: label('headcountAffected'), most: 7 },
      heading: label('employeeImpact'),
      value: impact?.headcountAffected.toString() ?? '',
    },
    linesField(nameOf('rolesAffected'), impact?.rolesAffected, context),
    openChoice(nameOf('action'), label('action'), {
      options: optionsOf(ACTIONS, 'value.action', context),
      value: impact?.action,
    }),
    yesNo(nameOf('consultationRequired'), label('consultationRequired'), {
      value: impact?.consultationRequired,
      locale,
    }),
    { name: nameOf('plan'), kind: 'text', label: label('plan'), value: impact?.plan ?? '' },
    ...(await hrFields(context)),
  ];
}

async function hrFields({ db, row, locale }: FormContext): Promise<readonly FieldPlan[]> {
  const { hrOwner = '' } = row.needs.employeeImpact ?? {};
  const id = hrOwnerId(hrOwner);
  const insiders = await activeInsiders(db);
  // Whoever the record names stays to be seen, whatever has become of them.
  const others = id === null || insiders.some((one_) => one_.id === id) ? [] : await findPeople(db, [id]);
  const options = [...others, ...insiders].map(({ id: value, name }) => ({ value, text: name }));
  return [
    openChoice(nameOf('hrOwner'), labelOf(locale, 'field', 'hrOwner'), { options, value: id ?? '' }),
    {
      ...{ name: IN_WORDS, kind: 'line', label: translate(locale, 'form.needs-case.hr-in-words'), most: 200 },
      value: id === null ? hrOwner : '',
    },
  ];
}

/** Staff of whom nothing is said are not affected; surveys that were taken before are not on the form and stay. */
export function staffIn(typed: Typed, { employeeImpact: before }: Needs) {
  const [person, words] = [one(typed, nameOf('hrOwner')), one(typed, IN_WORDS)];
  if (person !== '' && words !== '') throw fieldError(IN_WORDS, 'say it in one of the two fields');
  return objectOr(undefined, {
    headcountAffected: figure(one(typed, nameOf('headcountAffected'))) ?? undefined,
    rolesAffected: linesOr(before?.rolesAffected, typed, nameOf('rolesAffected')),
    action: said(typed, nameOf('action')),
    consultationRequired: yesNoIn(one(typed, nameOf('consultationRequired'))),
    plan: said(typed, nameOf('plan')),
    hrOwner: person || words || undefined,
    pulse: before?.pulse,
  });
}
