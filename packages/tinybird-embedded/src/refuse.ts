import { StartError } from "./start-error.ts";

/** Hears of a datafile or fixture that is wrong, where the others are to go on without it. */
export type Refuse = (error: StartError) => void;

/** The first wrong datafile ends it all. */
export const refuseAll: Refuse = (error) => {
  throw error;
};

/** Runs the part of one file; what is wrong with it is told, and gives `undefined`. */
export async function orRefuse<Outcome>(
  refuse: Refuse,
  part: () => Outcome | Promise<Outcome>,
): Promise<Outcome | undefined> {
  try {
    return await part();
  } catch (cause) {
    if (!(cause instanceof StartError)) throw cause;
    refuse(cause);
    return undefined;
  }
}
