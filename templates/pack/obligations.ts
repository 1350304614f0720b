import type { PackObligation } from '../../domain/review/pack-schema';
import { labelOf, translate } from '../catalog';
import type { Tone } from '../chart/paint';
import { dayCell, textCell } from './cells';
import type { PackReader, PackSection } from './document';

const TONES: Partial<Readonly<Record<PackObligation['state'], Tone>>> = { overdue: 'bad', done: 'good' };

export function obligationsSection(obligations: readonly PackObligation[], reader: PackReader): PackSection {
  const { locale } = reader;
  const say = (key: string): string => translate(locale, key);
  if (obligations.length === 0) return { lead: null, charts: [], table: null };
  return {
    lead: null,
    charts: [],
    table: {
      columns: [
        { title: say('pack.obligation'), kind: 'text' },
        { title: say('pack.side'), kind: 'text' },
        { title: say('fact.due'), kind: 'date' },
        { title: say('pack.state'), kind: 'text' },
      ],
      rows: obligations.map(({ title, duty, party, due, state }) => [
        textCell(title ?? labelOf(locale, 'duty', duty ?? '')),
        textCell(labelOf(locale, 'pack-side', party)),
        dayCell(due, reader),
        textCell(labelOf(locale, 'pack-obligation', state), TONES[state] ?? null),
      ]),
    },
  };
}
