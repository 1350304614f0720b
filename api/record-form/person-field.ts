import { activeInsiders, findPeople } from '../../db/stores/people';
import type { FormContext } from './form';
import { openChoice } from './needs-field';
import type { FieldPlan } from './plan';

type Options = NonNullable<FieldPlan['options']>;

/** Everybody of ours; whoever the record names stays to be seen, whatever has become of them. */
export async function peopleOptions({ db }: Pick<FormContext, 'db'>, named: readonly string[] = []): Promise<Options> {
  const insiders = await activeInsiders(db);
  const others = named.filter((id) => !insiders.some((one) => one.id === id));
  return [...(await findPeople(db, others)), ...insiders].map(({ id: value, name }) => ({ value, text: name }));
}

/** Somebody of ours, or nobody. */
export const personField = async (
  name: string,
  label: string,
  { value, context }: { readonly value: string | undefined; readonly context: Pick<FormContext, 'db'> },
): Promise<FieldPlan> =>
  openChoice(name, label, { options: await peopleOptions(context, value === undefined ? [] : [value]), value });
