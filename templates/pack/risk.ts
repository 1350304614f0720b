import type { PackAlarm, PackIncident } from '../../domain/review/pack-schema';
import { knownLabel, labelOf, translate } from '../catalog';
import { instantCell, NO_SECTION, textCell } from './cells';
import type { PackReader, PackSection } from './document';

export function alarmsSection(alarms: readonly PackAlarm[], reader: PackReader): PackSection {
  const { locale } = reader;
  const say = (key: string): string => translate(locale, key);
  const subjectOf = (subject: string): string =>
    knownLabel(locale, 'risk', subject) ?? knownLabel(locale, 'action-item', subject) ?? subject;
  if (alarms.length === 0) return NO_SECTION;
  return {
    lead: null,
    charts: [],
    table: {
      columns: [
        { title: say('pack.severity'), kind: 'text' },
        { title: say('pack.alarm'), kind: 'text' },
        { title: say('pack.subject'), kind: 'text' },
        { title: say('pack.state'), kind: 'text' },
        { title: say('pack.since'), kind: 'text' },
      ],
      rows: alarms.map(({ severity, rule, subject, state, openedAt }) => [
        textCell(labelOf(locale, 'severity', severity), severity === 'red' ? 'bad' : 'warn'),
        textCell(labelOf(locale, 'rule', rule)),
        textCell(subjectOf(subject)),
        textCell(labelOf(locale, 'alarm-state', state)),
        instantCell(openedAt, reader),
      ]),
    },
  };
}

export function incidentsSection(incidents: readonly PackIncident[], reader: PackReader): PackSection {
  const { locale } = reader;
  const say = (key: string): string => translate(locale, key);
  if (incidents.length === 0) return NO_SECTION;
  return {
    lead: null,
    charts: [],
    table: {
      columns: [
        { title: say('pack.incident'), kind: 'text' },
        { title: say('pack.severity'), kind: 'text' },
        { title: say('pack.since'), kind: 'text' },
        { title: say('pack.personal-data'), kind: 'text' },
        { title: say('pack.state'), kind: 'text' },
        { title: say('pack.root-cause'), kind: 'text' },
      ],
      rows: incidents.map((one) => [
        textCell(one.type),
        textCell(labelOf(locale, 'incident-severity', one.severity), one.severity === 'major' ? 'bad' : null),
        instantCell(one.detectedAt, reader),
        textCell(translate(locale, one.personalData ? 'word.yes' : 'word.no')),
        textCell(labelOf(locale, 'alarm-state', one.state)),
        textCell(one.rootCause ?? '–'),
      ]),
    },
  };
}
