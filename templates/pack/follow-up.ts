import type { PackImprovement, PackIssues } from '../../domain/review/pack-schema';
import { formatNumber } from '../format';
import { labelOf, translate } from '../catalog';
import { dayCell, instantCell, NO_SECTION, numberCell, textCell } from './cells';
import type { PackReader, PackSection } from './document';

/** How many issues there were and how fast they were answered, and each that is open for too long. */
export function issuesSection(issues: PackIssues | undefined, reader: PackReader): PackSection {
  if (!issues) return NO_SECTION;
  const { locale } = reader;
  const say = (key: string): string => translate(locale, key);
  return {
    lead: issueLead(issues, reader),
    charts: [],
    table:
      issues.aged.length === 0
        ? null
        : {
            columns: [
              { title: say('pack.aged-issue'), kind: 'text' },
              { title: say('pack.severity'), kind: 'text' },
              { title: say('pack.lies-with'), kind: 'text' },
              { title: say('pack.since'), kind: 'text' },
              { title: say('pack.days-open'), kind: 'number' },
            ],
            rows: issues.aged.map(({ number, title, severity, assignee, openedAt, days }) => [
              textCell(`#${number} ${title}`),
              textCell(labelOf(locale, 'issue-severity', severity), severity === 'critical' ? 'bad' : null),
              textCell(labelOf(locale, 'pack-side', assignee)),
              instantCell(openedAt, reader),
              numberCell(days, reader),
            ]),
          },
  };
}

function issueLead({ opened, closed, open, responses }: PackIssues, { locale }: PackReader): string {
  const counts = translate(locale, 'pack.issues-lead', { opened, closed, open });
  const answers = responses.flatMap(({ side, n, medianHours }) =>
    medianHours === null
      ? []
      : [
          translate(locale, 'pack.response', {
            side: labelOf(locale, 'pack-side', side),
            hours: formatNumber(medianHours, locale),
            answers: n,
          }),
        ],
  );
  return [counts, ...answers].join(' ');
}

const TONES: Partial<Readonly<Record<PackImprovement['state'], 'good' | 'bad'>>> = { closed: 'good', failed: 'bad' };

export function improvementsSection(plans: readonly PackImprovement[] | undefined, reader: PackReader): PackSection {
  if (!plans) return NO_SECTION;
  const { locale } = reader;
  const say = (key: string): string => translate(locale, key);
  return {
    lead: null,
    charts: [],
    table: {
      columns: [
        { title: say('pack.plan'), kind: 'text' },
        { title: say('pack.reason'), kind: 'text' },
        { title: say('pack.state'), kind: 'text' },
        { title: say('pack.measures-done'), kind: 'text' },
        { title: say('fact.due'), kind: 'date' },
      ],
      rows: plans.map(({ number, kpis, trigger, state, due, measures, done }) => [
        textCell(`#${number} ${kpis.join(' · ')}`),
        textCell(labelOf(locale, 'improvement-trigger', trigger)),
        textCell(labelOf(locale, 'improvement-state', state), TONES[state] ?? null),
        textCell(translate(locale, 'pack.of', { done, all: measures })),
        dayCell(due, reader),
      ]),
    },
  };
}
