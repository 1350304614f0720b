import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { saidIn } from '../../templates/said';

const ROOT = join(__dirname, '..', '..');
const ROOMS = ['activities', 'api', 'db', 'domain'];

/** Told to programs alone, or put together from a place and a sentence that has its own words. */
const ELSEWHERE = [
  'api/sheets/table.ts',
  'db/read/exit-matters.ts',
  'domain/approval/matrix-csv.ts',
  'domain/approval/tally-votes.ts',
  'domain/contract/completeness.ts',
  'domain/exit/returns.ts',
];

/** A sentence in the code, with a number wherever it holds a value. */
function sentencesIn(node: ts.Node): string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [[node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('7')];
  if (ts.isConditionalExpression(node)) return [...sentencesIn(node.whenTrue), ...sentencesIn(node.whenFalse)];
  return [];
}

/** Rules of schemas, and what our own rules call to object. */
const RULES = /^(refine|regex|min|max|length|issue|fault)$/;

function inCall(node: ts.CallExpression): string[] {
  const called = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
  if (!RULES.test(called.getText())) return [];
  return node.arguments.flatMap(sentencesIn).filter((text) => text.includes(' '));
}

/** `{ path, message }` is what a field is told; with a `code` beside it a whole call is refused, which pages say by the code. */
function inObject(node: ts.ObjectLiteralExpression): string[] {
  const parts = new Map(
    node.properties.filter(ts.isPropertyAssignment).map((part) => [part.name.getText(), part.initializer]),
  );
  const message = parts.get('message');
  return message && !parts.has('code') ? sentencesIn(message) : [];
}

function toldIn(node: ts.Node): string[] {
  const below = node.getChildren().flatMap(toldIn);
  if (ts.isCallExpression(node)) return [...inCall(node), ...below];
  return ts.isObjectLiteralExpression(node) ? [...inObject(node), ...below] : below;
}

const FILES = ROOMS.flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${room}/${name}`),
).filter((file) => !ELSEWHERE.includes(file));

test('whatever a field can be told has its words in Chinese', () => {
  const told = FILES.flatMap((file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    return toldIn(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)).map((sentence) => ({
      file,
      sentence,
    }));
  });

  expect(told.length).toBeGreaterThan(250);
  expect(told.filter(({ sentence }) => saidIn('zh-CN', sentence) === sentence)).toEqual([]);
}, 60_000);
