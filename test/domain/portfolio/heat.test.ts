import { HEAT_PARTS, rulesOf } from '../../../domain/portfolio/heat';
import { ALARM_RULES } from '../../../domain/risk/alarm-rules';

test('every rule that raises an alarm colours exactly one part of the heat map', () => {
  const coloured = HEAT_PARTS.flatMap(rulesOf);
  expect(coloured.toSorted()).toEqual([...ALARM_RULES].toSorted());
});

test('every part of the heat map is coloured by some rule', () => {
  expect(HEAT_PARTS.filter((part) => rulesOf(part).length === 0)).toEqual([]);
});
