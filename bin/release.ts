/**
 * `npm run release -- status | current <build id> | ramp <build id> <percent> | drain <build id> | none`: where several releases
 * run side by side (`TENURE_DEPLOYMENT`), says which of them take new work, and whether the workers of an old one may stop.
 */
import type { Connection } from '@temporalio/client';
import { loadConfig } from '../config';
import { describe, makeCurrent, type Place, ramp, runningOn } from './release/deployment';
import { runProgram, StartFailure } from './parts/failure';
import { connectTemporal } from './parts/temporal-connection';

const USAGE =
  'Usage: npm run release -- status | current <build id> | ramp <build id> <percent> | drain <build id> | none';

runProgram(async () => {
  const { releases, temporal } = loadConfig();
  const { deployment } = releases;
  if (!deployment || !temporal.address) throw new StartFailure('TENURE_DEPLOYMENT and TEMPORAL_ADDRESS must be set.');
  const connection = await connectTemporal(temporal.address, 10_000);
  try {
    await obey(connection, { namespace: temporal.namespace, deploymentName: deployment });
  } finally {
    await connection.close();
  }
});

async function obey(connection: Connection, place: Place): Promise<void> {
  const [command, buildId = '', percent = ''] = process.argv.slice(2);
  if (command === 'status') return status(connection, place);
  if (command === 'none') return makeCurrent(connection, place, null);
  if (buildId === '') throw new StartFailure(USAGE);
  if (command === 'current') return makeCurrent(connection, place, buildId);
  if (command === 'drain') return drain(connection, place, buildId);
  if (command !== 'ramp' || !/^(\d{1,2}|100)$/.test(percent)) throw new StartFailure(USAGE);
  return ramp(connection, place, { buildId, percent: Number(percent) });
}

async function status(connection: Connection, place: Place): Promise<void> {
  const { current, ramping, releases } = await describe(connection, place);
  if (!current) console.log('New work goes to workers without a deployment.');
  for (const { buildId, state, createdAt } of releases) {
    const running = await runningOn(connection, place, buildId);
    const share = ramping?.buildId === buildId ? ` ${ramping.percent} %` : '';
    console.log(`${buildId}  ${state}${share}  ${running} running  since ${new Date(createdAt).toISOString()}`);
  }
}

/** Exit code 0 when no process needs workers of the release any more. */
async function drain(connection: Connection, place: Place, buildId: string): Promise<void> {
  const { current, ramping } = await describe(connection, place);
  if (current === buildId || ramping?.buildId === buildId)
    throw new StartFailure(`New work still goes to ${buildId}: make another release the current one first.`);
  const running = await runningOn(connection, place, buildId);
  console.log(running === 0 ? `Workers of ${buildId} may stop.` : `${running} processes still run on ${buildId}.`);
  if (running > 0) process.exitCode = 1;
}
