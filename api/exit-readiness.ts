import type { Evidence, Readiness } from '../domain/exit/preparation';
import type { Locale } from '../domain/people/people';
import { translate } from '../templates/catalog';

type Told = Readonly<
  Record<keyof Readiness['evidence'], readonly { readonly text: string; readonly at: string | null }[]>
>;

/** How ready an exit is, with what each part rests on in somebody's language. */
export function readinessView({ score, parts, evidence }: Readiness, locale: Locale) {
  const told = (all: readonly Evidence[]): Told['plan'] =>
    all.map(({ what, at, names = {} }) => ({
      text: translate(locale, `readiness-evidence.${what}`, { ...names }),
      at,
    }));
  return {
    score,
    parts,
    evidence: {
      plan: told(evidence.plan),
      alternatives: told(evidence.alternatives),
      dataExportProven: told(evidence.dataExportProven),
      accessInventory: told(evidence.accessInventory),
      knowledgeTransfer: told(evidence.knowledgeTransfer),
      financeKnown: told(evidence.financeKnown),
    } satisfies Told,
  };
}
