import { Office } from './clients/office';
import { populate } from './clients/world';
import { chaosPrograms } from './build';
import type { Mutant } from './mutants';
import { Observer } from './observe/observer';
import type { Scene } from './play';
import type { Engine } from './stage/engines';
import type { ReleasePair } from './stage/releases';
import { openStage } from './stage/stage';

export interface SceneOptions {
  readonly seed: number;
  readonly say: (line: string) => void;
  readonly mutant?: Mutant;
  readonly engine?: Engine;
  /** In place of the one release that is here. */
  readonly releases?: ReleasePair | null;
}

/** A product of its own, people in it, and nothing wrong yet. */
export async function openScene({
  seed,
  say,
  mutant,
  engine = 'dev',
  releases,
}: SceneOptions): Promise<Scene & { readonly close: () => Promise<void> }> {
  const stage = await openStage({ product: releases ?? (await chaosPrograms(mutant)), seed, engine, say });
  try {
    const world = await populate(stage);
    const office = new Office();
    stage.sink.hear((delivery) => office.read(delivery));
    const observer = await Observer.open(stage);
    const before = await observer.resources();
    const close = async (): Promise<void> => {
      await observer.close();
      await stage.stop();
    };
    return { stage, world, office, observer, before, close };
  } catch (error) {
    await stage.stop();
    throw error;
  }
}
