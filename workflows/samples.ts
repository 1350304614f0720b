import { SAMPLE_STEPS } from '../domain/samples/words';
import { steady } from './proxies';

export interface SamplesInput {
  readonly setId: string;
}

/** Makes a set of samples; each step can be seen in the records as it is done. */
export async function loadSamplesWorkflow({ setId }: SamplesInput): Promise<void> {
  for (const step of SAMPLE_STEPS) await steady.makeSample({ setId, step });
}

/** Takes a set away: what runs is ended before its rows go, so that nothing is written behind them. */
export async function removeSamplesWorkflow({ setId }: SamplesInput): Promise<void> {
  const processes = await steady.stopSamples({ setId, now: Date.now() });
  await steady.removeSampleRows({ setId, now: Date.now() });
  await steady.forgetSamples({ setId, processes, now: Date.now() });
}
