import { AcknowledgeBody, MigrateBody } from '../../../domain/exit/schema';
import { datasetObjection, MODES } from '../../../domain/exit/states';
import { translate } from '../../../templates/catalog';
import { recordReceipt, startMigration } from '../../dataset-moves';
import { parseWith } from '../../parse';
import type { FormDefinition } from '../form';
import { optionsOf } from '../needs-field';
import { percentIn } from '../percent';
import { figure, given, one, type Typed } from '../plan';
import { datasetOf } from './definition';

const MEGABYTE = 1_000_000;

/** Behind `?of=` the dataset that is moved for good, or whose move is tried with a sample. */
export const migrationForm: FormDefinition = {
  act: 'edit',
  place: 'datasets',
  fields: async (context) => {
    const { title, state } = await datasetOf(context);
    const say = (key: string): string => translate(context.locale, `form.dataset-migration.${key}`);
    const modes = MODES.filter((mode) => mode === 'drill' || datasetObjection(state, 'migration-started') === null);
    return [
      {
        ...{ name: 'mode', kind: 'choice', label: say('mode'), heading: title, required: true, value: 'drill' },
        options: optionsOf(modes, 'migration-mode', context),
      },
      { name: 'sampleBp', kind: 'figure', label: say('sample'), hint: say('sample-hint'), most: 6, half: true },
      { name: 'maxBytesPerSecond', kind: 'figure', label: say('speed'), hint: say('speed-hint'), most: 9, half: true },
    ];
  },
  take: async (deps, { context, typed, call }) => {
    const { key } = await datasetOf(context);
    const body = parseWith(MigrateBody, migrationIn(typed), 'INVALID_FIELDS');
    return startMigration(deps, { ...call, params: { id: context.row.id, key }, body });
  },
};

function migrationIn(typed: Typed) {
  const speed = figure(one(typed, 'maxBytesPerSecond'));
  const sampleBp = percentIn(one(typed, 'sampleBp'));
  return {
    mode: one(typed, 'mode'),
    ...(sampleBp !== undefined && { sampleBp }),
    ...(speed !== null && { maxBytesPerSecond: typeof speed === 'number' ? Math.round(speed * MEGABYTE) : speed }),
  };
}

/** Behind `?of=` the dataset that its receiver has compared. */
export const receiptForm: FormDefinition = {
  act: 'edit',
  place: 'datasets',
  fields: async (context) => {
    const { title } = await datasetOf(context);
    const say = (key: string): string => translate(context.locale, `form.dataset-receipt.${key}`);
    return [
      { name: 'sha256', kind: 'line', label: say('sha256'), hint: say('sha256-hint'), heading: title, most: 64 },
      { name: 'comment', kind: 'text', label: say('comment'), hint: translate(context.locale, 'form.optional') },
    ];
  },
  take: async (deps, { context, typed, call }) => {
    const { key } = await datasetOf(context);
    const said = { ...given('sha256', one(typed, 'sha256')), ...given('comment', one(typed, 'comment')) };
    const body = parseWith(AcknowledgeBody, said, 'INVALID_FIELDS');
    return recordReceipt(deps, { ...call, params: { id: context.row.id, key }, body });
  },
};
