import type { PackAction } from '../../domain/review/pack-schema';
import { labelOf, translate } from '../catalog';
import { dayCell, NO_SECTION, textCell } from './cells';
import type { PackReader, PackSection } from './document';
import { packTitle } from './title';

export function actionsSection(actions: readonly PackAction[], reader: PackReader): PackSection {
  const { locale } = reader;
  const say = (key: string): string => translate(locale, key);
  if (actions.length === 0) return NO_SECTION;
  return {
    lead: null,
    charts: [],
    table: {
      columns: [
        { title: say('pack.action'), kind: 'text' },
        { title: say('pack.side'), kind: 'text' },
        { title: say('pack.owner'), kind: 'text' },
        { title: say('fact.due'), kind: 'date' },
        { title: say('pack.state'), kind: 'text' },
        { title: say('pack.agreed'), kind: 'text' },
      ],
      rows: actions.map((action) => [
        textCell(action.title),
        textCell(labelOf(locale, 'pack-side', action.party)),
        textCell(action.owner),
        dayCell(action.due, reader, action.overdue ? 'bad' : null),
        textCell(
          action.overdue
            ? labelOf(locale, 'pack-obligation', 'overdue')
            : labelOf(locale, 'action-item-state', action.state),
          action.overdue ? 'bad' : action.state === 'done' ? 'good' : null,
        ),
        textCell(packTitle(action.from, locale)),
      ]),
    },
  };
}
