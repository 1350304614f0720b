/** Inputs of formulas that the product knows by itself, for each period: a formula names them and nobody reports them. */
export const FED_INPUTS = ['milestones_due', 'milestones_on_time'] as const;
export type FedInput = (typeof FED_INPUTS)[number];
export type FedInputs = Readonly<Record<FedInput, number>>;

export const isFed = (name: string): name is FedInput => FED_INPUTS.some((one) => one === name);
