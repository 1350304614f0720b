import { Certificate, type SignedCertificate } from '../../domain/exit/certificate-schema';
import type { Signed } from '../../domain/exit/manifest';
import type { Db } from '../knex';
import { valueHash } from '../stores/audit';
import { type DatasetId, existingDataset } from '../stores/datasets';
import { declarationsOf } from '../stores/deletion-declarations';

export interface IssuedCertificate {
  /** What is handed out: the content byte for byte as it was signed. */
  readonly signed: SignedCertificate;
  readonly certificate: Certificate;
}

/** Null while the dataset is not deleted. */
export async function deletionCertificate(db: Db, id: DatasetId): Promise<IssuedCertificate | null> {
  const { certificate: stored } = await existingDataset(db, id);
  if (!isSigned(stored)) return null;
  const { content, publicKey, signature } = stored;
  const certificate = Certificate.parse(content);
  const covered = new Set(certificate.declarations.map((one) => one.id));
  const declaredSince = (await declarationsOf(db, id)).filter((one) => !covered.has(one.id));
  const sha256 = valueHash(content);
  return { signed: { content, algorithm: 'Ed25519', publicKey, signature, sha256, declaredSince }, certificate };
}

const isSigned = (stored: unknown): stored is Signed<Record<string, unknown>> =>
  typeof stored === 'object' && stored !== null && 'content' in stored;
