import { EVENT_GROUPS, GROUP_WORDS, GROUPED_WORDS } from '../../../domain/engagement/timeline-schema';
import words from '../../../templates/locales/en.json';

const firstWords = Object.keys(words)
  .filter((key) => key.startsWith('event.'))
  .map((key) => key.split('.')[1] ?? '');

test('each kind of event that has words is in one group, and these alone are in none', () => {
  expect(new Set(GROUPED_WORDS).size).toBe(GROUPED_WORDS.length);
  const ungrouped = [...new Set(firstWords)].filter((word) => !GROUPED_WORDS.includes(word));
  expect(ungrouped.toSorted()).toEqual([
    ...['audit', 'calendar', 'department', 'mail', 'migration', 'samples', 'setting', 'user'],
  ]);
});

test('no group waits for events that nothing has words for', () => {
  expect(GROUPED_WORDS.filter((word) => !firstWords.includes(word))).toEqual([]);
  expect(Object.keys(GROUP_WORDS)).toEqual(EVENT_GROUPS.filter((group) => group !== 'other'));
});
