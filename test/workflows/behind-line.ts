import { NativeConnection } from '@temporalio/worker';
import { FaultProxy } from '../../chaos/proxy';
import { type TestDatabase, testDatabase } from '../database';
import { devServer, type TestTemporal } from '../temporal';
import { ApprovalDesk } from './approval-desk';

/** Workers on a line to Temporal that can fail, beside others that are not on it. */
export class BehindLine {
  private constructor(
    readonly database: TestDatabase,
    readonly temporal: TestTemporal,
    readonly line: FaultProxy,
    /** As whoever is on the line has it. */
    readonly onLine: TestTemporal,
    readonly desk: ApprovalDesk,
  ) {}

  static async open(): Promise<BehindLine> {
    const [database, temporal] = await Promise.all([testDatabase(), devServer()]);
    const [host = '', port = ''] = (process.env['TENURE_TEST_TEMPORAL_ADDRESS'] ?? '').split(':');
    const line = new FaultProxy({ target: Number(port), random: Math.random });
    const nativeConnection = await NativeConnection.connect({ address: `${host}:${await line.listen()}` });
    const desk = new ApprovalDesk(temporal, database);
    for (const name of ['A', 'R']) await desk.hire(name);
    return new BehindLine(database, temporal, line, { ...temporal, nativeConnection }, desk);
  }

  async close(): Promise<void> {
    await this.onLine.nativeConnection.close();
    await this.line.close();
    await this.temporal.close();
    await this.database.drop();
  }
}
