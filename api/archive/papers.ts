import type { ArchivePiece } from '../../db/read/archive-records';
import { deletionCertificate } from '../../db/read/deletion-certificate';
import { settlementStatement } from '../../db/read/settlement-statement';
import { listDatasets } from '../../db/stores/datasets';
import type { EngagementRow } from '../../db/stores/engagements';
import type { Db } from '../../db/knex';
import { type Locale, LOCALES } from '../../domain/people/people';
import { certificateDocument } from '../../templates/exit/certificate';
import { statementDocument } from '../../templates/settlement/statement';
import { packPdf } from '../reviews/pack-pdf';

/** Papers for people beside the records: in both languages, with times as they are where the service was. */
export async function* archivePapers(db: Db, engagement: EngagementRow): AsyncGenerator<ArchivePiece> {
  for (const locale of LOCALES) {
    const reading = { locale, timeZone: engagement.time_zone };
    yield* statementPaper(db, engagement, reading);
    yield* certificatePapers(db, engagement, reading);
  }
}

interface Reading {
  readonly locale: Locale;
  readonly timeZone: string;
}

async function* statementPaper(db: Db, engagement: EngagementRow, reading: Reading): AsyncGenerator<ArchivePiece> {
  const statement = await settlementStatement(db, engagement);
  if (!statement) return;
  const content = [await packPdf(statementDocument(statement, reading))];
  yield { path: `settlement/statement.${reading.locale}.pdf`, content };
}

async function* certificatePapers(db: Db, engagement: EngagementRow, reading: Reading): AsyncGenerator<ArchivePiece> {
  for (const { key } of await listDatasets(db, engagement.id)) {
    const issued = await deletionCertificate(db, { engagementId: engagement.id, key });
    if (!issued) continue;
    const content = [await packPdf(certificateDocument(issued, engagement, reading))];
    yield { path: `certificates/${key}.${reading.locale}.pdf`, content };
  }
}
