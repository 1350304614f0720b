import type { FormDefinition } from './form';
import { caseFields, caseIn, CASE_LISTS } from './business-case-fields';
import { listFields, rowsIn, type SentList } from './form-list';
import { takeNeeds } from './needs-change';
import { rowsOr } from './needs-field';
import { versionField } from './plan';
import { staffFields, staffIn } from './staff-fields';
import { swotIn, swotList } from './swot-list';

/** Whether it pays: strengths and risks, what it costs over the years, and what it means for the staff. */
export const needsCaseForm: FormDefinition = {
  act: 'edit',
  place: 'needs',
  fields: async (context) => {
    const { needs, needs_version: version } = context.row;
    return [
      versionField(version),
      ...listFields(swotList(context), needs.swotItems ?? [], context),
      ...caseFields(context),
      ...(await staffFields(context)),
    ];
  },
  take: (deps, taking) => {
    const { context, typed } = taking;
    const { needs } = context.row;
    const lists: readonly SentList[] = ['swotItems', ...CASE_LISTS].map((name) => ({
      name,
      rows: rowsIn(typed, { name }),
    }));
    const wanted = {
      swotItems: rowsOr(needs.swotItems, swotIn(rowsIn(typed, { name: 'swotItems' }))),
      businessCase: caseIn(typed, needs),
      employeeImpact: staffIn(typed, needs),
    };
    return takeNeeds(deps, taking, { wanted, lists });
  },
};
