import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_CODES } from '../../domain/errors';
import { GATES, STATES } from '../../domain/engagement/statuses';
import { REASON_CODES, RUN_STATUSES, TASK_STATUSES } from '../../domain/approval/words';
import { DATASET_STATES } from '../../domain/exit/states';
import { SETTLEMENT_KINDS } from '../../domain/exit/settlement-kinds';
import { ALARM_RULES } from '../../domain/risk/alarm-rules';
import { RISK_TYPES } from '../../domain/risk/types';
import { CHAT_TOPICS } from '../../domain/events/chat';
import { INCIDENT_SEVERITIES } from '../../domain/risk/record-schema';
import { AGENDA_KINDS } from '../../domain/engagement/agenda';
import { localeFor } from '../../templates/catalog';
import en from '../../templates/locales/en.json';
import zh from '../../templates/locales/zh-CN.json';

const TEMPLATES = join(__dirname, '..', '..', 'templates');
const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();
const sources = ['mail', 'pages', 'partials'].flatMap((folder) =>
  readdirSync(join(TEMPLATES, folder)).map((file) => ({
    file,
    text: readFileSync(join(TEMPLATES, folder, file), 'utf8'),
  })),
);

test('both languages know the same keys', () => {
  expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
});

test('each text has the same placeholders in both languages', () => {
  const texts: Readonly<Record<string, string>> = zh;
  const differing = Object.entries(en).filter(
    ([key, text]) => placeholders(text).join() !== placeholders(texts[key] ?? '').join(),
  );
  expect(differing).toEqual([]);
});

test('every key that a template names exists', () => {
  const named = sources.flatMap(({ text }) => [...text.matchAll(/\bt '([^']+)'/g)].map(([, key]) => key ?? ''));
  expect(named.filter((key) => !Object.hasOwn(en, key))).toEqual([]);
});

test.each([
  ['state', STATES],
  ['gate', [...GATES, 'deletion']],
  ['reason', Object.keys(REASON_CODES)],
  ['task-status', TASK_STATUSES],
  ['step-status', RUN_STATUSES],
  ['dataset-state', DATASET_STATES],
  ['settlement-line', SETTLEMENT_KINDS],
  ['rule', ALARM_RULES],
  ['risk', RISK_TYPES],
  ['date', AGENDA_KINDS],
  ['chat', CHAT_TOPICS],
  ['severity', INCIDENT_SEVERITIES],
  ['event.agenda', AGENDA_KINDS],
])('every word of %s has a text', (group, words) => {
  expect(words.filter((word) => !Object.hasOwn(en, `${group}.${word}`))).toEqual([]);
});

test('refusals name known error codes', () => {
  const codes = Object.keys(en)
    .filter((key) => key.startsWith('refusal.'))
    .map((key) => key.slice('refusal.'.length));
  expect(codes.filter((code) => !Object.hasOwn(ERROR_CODES, code))).toEqual([]);
});

test('no template puts text in without escaping it', () => {
  expect(sources.filter(({ text }) => /\{\{\{|\{\{~?&|\{\{>\s*\(/.test(text)).map(({ file }) => file)).toEqual([]);
});

test('pages hold no inline style, script or event handler', () => {
  const pages = sources.filter(({ text, file }) => text.includes('#> page') || file.startsWith('page'));
  expect(pages.filter(({ text }) => /\sstyle=|<script(?! src=)|\son\w+=/.test(text)).map(({ file }) => file)).toEqual(
    [],
  );
});

test.each([
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
  ['en-US,en;q=0.9', 'en'],
  ['fr-FR,zh;q=0.5', 'zh-CN'],
  ['', 'en'],
  [undefined, 'en'],
])('a visitor with Accept-Language %s reads %s', (header, locale) => {
  expect(localeFor(header)).toBe(locale);
});

test.each(['en', 'zh-CN'])('no text of %s is written twice, where the later one would hide the earlier', (locale) => {
  const lines = readFileSync(join(TEMPLATES, 'locales', `${locale}.json`), 'utf8').split('\n');
  const keys = lines.flatMap((line) => /^ {2}"([^"]+)":/.exec(line)?.[1] ?? []);

  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});
