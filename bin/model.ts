/** `npm run model -- --runs 100000 [--seed 42]`: the random model of the approval engine for as many sequences as wanted. */
import { parseArgs } from 'node:util';
import { runProgram, StartFailure } from './parts/failure';
import { runJest } from './parts/jest-run';

const USUAL = '100000';

runProgram(async () => {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: USUAL }, seed: { type: 'string' } } });
  if (!/^[1-9]\d{0,8}$/.test(values.runs)) throw new StartFailure(`--runs ${values.runs} is not a number of sequences`);
  const env = { TENURE_MODEL_RUNS: values.runs, ...(values.seed && { TENURE_MODEL_SEED: values.seed }) };
  const { passed, failed } = await runJest(['--testPathPatterns', 'test/domain/approval-model.test'], env);
  console.log(failed > 0 ? 'A sequence broke a rule: keep it in test/domain/approval-cases.json.' : `${passed} passed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
});
