import { run, runThrough } from './product';

test('a year of service is rehearsed date by date, with time never standing still', async () => {
  // Within it the workflow of the dates goes on in a new run while reviews of the old one are still to be held.
  const { code, output } = await runThrough(
    run('bin/rehearse.ts', ['examples/logistics.json', '--years', '1'], process.env),
  );

  expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
  const count = (what: string): number => output.split('\n').filter((line) => line.includes(what)).length;
  // How many months begin and end within it depends on the day on which it begins.
  expect(count('KPI values asked for')).toBeGreaterThanOrEqual(11);
  expect(count('scorecard of')).toBeGreaterThanOrEqual(10);
  expect(count(': pack built')).toBeGreaterThanOrEqual(10);
  expect(count('review meeting held')).toBeGreaterThanOrEqual(9);
}, 180_000);
