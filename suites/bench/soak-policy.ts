import { z } from 'zod';

/** Fewer runs prove nothing: it takes three in a row to speak against a release. */
export const fewestLooks = 3;
/** What the journal of a run has room for. */
export const mostLooks = 24;

/** How long a release that passed is watched, and how often it is measured meanwhile. */
export const soakPolicy = z
  .strictObject({
    forSeconds: z
      .number()
      .int()
      .min(180)
      .max(172_800)
      .describe('How long after the verdict the release is measured again and again.'),
    everySeconds: z
      .number()
      .int()
      .min(60)
      .max(57_600)
      .describe(`From one run to the next; ${fewestLooks} to ${mostLooks} must fit.`),
  })
  .refine(({ forSeconds, everySeconds }) => isWithin(forSeconds / everySeconds), {
    error: `from ${fewestLooks} to ${mostLooks} runs must fit into a soak: forSeconds divided by everySeconds`,
  });
export type SoakPolicy = z.infer<typeof soakPolicy>;

/** The runs of each benchmark that a soak has room for. */
export const looksOf = ({ forSeconds, everySeconds }: SoakPolicy): number =>
  Math.floor(forSeconds / everySeconds);

function isWithin(looks: number): boolean {
  return looks >= fewestLooks && looks < mostLooks + 1;
}
