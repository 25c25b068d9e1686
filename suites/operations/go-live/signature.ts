import { z } from 'zod';

/** A person's word on an item that no program can tell. */
export const signature = z.strictObject({
  item: z.string().min(1).max(63),
  name: z.string().trim().min(2, 'say who signs').max(120),
  at: z.string(),
  /** The release that was deployed when it was signed. */
  tag: z.string().nullable(),
  note: z.string().max(500).optional(),
});
export type Signature = z.infer<typeof signature>;

export const signatures = z.strictObject({ version: z.literal(1), signatures: z.array(signature).max(200) });
