import type { LoadPlanInput } from '../../../load/plan.ts';
import type { Protocol } from '../../../load/protocols/index.ts';

/** Short and longer sentences in turn: a service that is quick with words alone shows it. */
const sentences = [
  'All hands on deck.',
  'The wind is fair today, and the harbour is in sight.',
  'Report the depth again.',
  'Set the mainsail, hold this course, and keep a sharp lookout for the buoy on the port side.',
  'Hold this course.',
  'A ship in harbour is safe, but that is not what ships are built for; ask anyone who has ever sailed.',
];

const prompts = [
  'Name three knots that a sailor uses, and what each is for.',
  'Explain in one paragraph how a lighthouse works.',
  'Write a short log entry for a calm day at sea.',
  'What should a crew check before it leaves the harbour? Answer as a list.',
];

/** What is asked for when nobody says: texts or clips that suit the protocol. */
export function defaultWorkload({ output, clip }: Protocol): LoadPlanInput['workload'] {
  if (clip !== undefined)
    return {
      name: 'default',
      clips: [
        { seconds: 3, count: 4 },
        { seconds: 8, count: 4 },
      ],
    };
  return { name: 'default', texts: output.kind === 'text' ? prompts : sentences };
}
