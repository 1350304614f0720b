import { sourcesIn } from './sources';

const REMEMBERS_OFFSETS = 'domain/calendar/zone.ts: lookedUp';

/** What a module of the domain holds for itself and changes while it works. */
function keptIn({ file, text }: { readonly file: string; readonly text: string }): readonly string[] {
  const reassigned = [...text.matchAll(/^(?:export )?let (\w+)/gm)].map(([, name = '']) => name);
  const held = [...text.matchAll(/^(?:export )?const (\w+)/gm)].map(([, name = '']) => name);
  const changed = held.filter((name) =>
    new RegExp(`\\b${name}\\.(set|add|delete|clear|push|pop|shift|unshift|splice|sort|reverse|fill)\\(`).test(text),
  );
  return [...reassigned, ...changed].map((name) => `${file}: ${name}`);
}

/** Workflows of one process share the domain (`workflows/preloaded.ts`): what one of them left there another would find. */
test('no module of the domain keeps anything between calls but the offsets of time zones, which follow from what is asked', () => {
  expect(keptIn({ file: 'a.ts', text: 'let count = 0;\nconst seen = new Set<string>();\nseen.add("x");\n' })).toEqual([
    'a.ts: count',
    'a.ts: seen',
  ]);
  expect(sourcesIn('domain').flatMap(keptIn)).toEqual([REMEMBERS_OFFSETS]);
});

test('what workflows share is of the domain alone', () => {
  const [preloaded] = sourcesIn('workflows').filter(({ file }) => file === 'workflows/preloaded.ts');
  const imported = [...(preloaded?.text.matchAll(/^import (.*);$/gm) ?? [])].map(([, from = '']) => from);
  expect(imported.length).toBeGreaterThan(5);
  expect(imported.filter((from) => !/^'\.\.\/domain\/[\w/-]+'$/.test(from))).toEqual([]);
});
