import type { RetrospectiveRecord } from '../../domain/retrospective/retrospective';
import { RetrospectiveContent } from '../../domain/retrospective/schema';
import { findRetrospective } from '../../db/stores/retrospectives';
import { translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { noRetrospective } from '../retrospectives';
import { recordClosing, recordRetrospective } from '../routes/retrospectives';
import type { FormContext, FormDefinition } from './form';
import { lookBackFields, lookBackIn } from './look-back';
import { one } from './plan';

/** What was measured of a contract year, and what was learnt. */
export const retrospectiveForm: FormDefinition = {
  act: 'edit',
  place: 'retrospective',
  fields: async (context) => {
    const record = await recordOf(context);
    const { locale } = context;
    return [
      {
        name: 'summary',
        kind: 'text',
        label: translate(locale, 'form.retrospective.summary'),
        required: true,
        value: record.content?.summary ?? '',
      },
      ...lookBackFields(context, record.content),
      { name: 'close', kind: 'tick', label: translate(locale, 'form.retrospective.close') },
    ];
  },
  take: async (deps, { context, typed, call }) => {
    const record = await recordOf(context);
    const params = { id: context.row.id, year: record.year };
    const wanted = { summary: one(typed, 'summary'), ...lookBackIn(typed, context, record.content) };
    const body = parseWith(RetrospectiveContent, wanted, 'INVALID_FIELDS');
    await recordRetrospective(deps, { ...call, params, body });
    if (one(typed, 'close') === '1') await recordClosing(deps, { ...call, params, body: {} });
  },
};

async function recordOf({ db, row, item }: FormContext): Promise<RetrospectiveRecord> {
  const found = await findRetrospective(db, row.id, /^\d{4}$/.test(item) ? Number(item) : 0);
  if (!found) throw noRetrospective();
  return found;
}
