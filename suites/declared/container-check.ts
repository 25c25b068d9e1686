import { type AnyCheck, defineCheck } from '../check.ts';
import { fail, inconclusive, pass, skip } from '../record/finding.ts';
import { occurrenceId } from '../release/subject.ts';
import { commonOf } from './common.ts';
import type { Declared } from './definition.ts';

const answers: Readonly<Record<number, typeof pass>> = { 0: pass, 1: fail, 2: skip };

/** A container as a Job, by the contract of NVIDIA's AICR validators and of Helm's test pods. */
export function containerCheck(definition: Declared<'container'>): AnyCheck {
  const { container, timeoutSeconds } = definition;
  return defineCheck({
    ...commonOf(definition, `Does ${container.image} find it good?`),
    // The Job is given its time; reading its answer and removing it takes some more.
    timeoutSeconds: timeoutSeconds + 30,
    needs: { jobs: true },
    async run({ jobs, subject, signal }) {
      const id = `${definition.id}-${occurrenceId(subject.occurrence)}`;
      const { exitCode, message, output, trouble } = await jobs.run(
        id,
        { ...container, timeoutSeconds },
        signal,
      );
      const seen = { expected: 'exit code 0', seen: output.slice(-1000) || 'no output' };
      if (exitCode === null) return inconclusive(trouble ?? 'the container did not end', seen);
      const reason = message.trim().split('\n')[0] || `exit code ${exitCode}`;
      return (answers[exitCode] ?? inconclusive)(reason, seen);
    },
  });
}
