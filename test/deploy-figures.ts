import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const textOf = (path: string): string => readFileSync(join(__dirname, '..', path), 'utf8');

/** Series of a text that Prometheus reads, those that a histogram is made of included. */
export function seriesIn(figures: string): ReadonlySet<string> {
  const types = [...figures.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  const series = types.flatMap(([, name = '', type]) =>
    type === 'histogram' ? ['bucket', 'count', 'sum'].map((part) => `${name}_${part}`) : [name],
  );
  return new Set(series);
}

/** What is left of an expression without labels, groupings and functions. */
export const namesIn = (expression: string): readonly string[] =>
  expression.replaceAll(/\{[^}]*\}|by \([^)]*\)/g, '').match(/\b[a-z]+(?:_[a-z0-9]+)+\b(?!\s*\()/g) ?? [];

export const ALERTS = textOf('deploy/prometheus/alerts.yaml')
  .split(/^\s+- alert: /m)
  .slice(1);
export const fieldOf = (alert: string, name: string): string =>
  new RegExp(`^\\s+${name}: (.+)$`, 'm').exec(alert)?.[1] ?? '';
export const PANELS = [...textOf('deploy/grafana/tenure.json').matchAll(/"expr": "((?:[^"\\]|\\.)*)"/g)].map(
  ([, text = '']) => text,
);

/** Names in the dashboard and the alerts that are of Temporal's SDK: workers tell them, and the API all others. */
export const isOfWorkers = (name: string): boolean => name.startsWith('temporal_');
