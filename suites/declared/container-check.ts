import { type AnyCheck, defineCheck } from '../check.ts';
import { findSecrets } from '../operations/redact/find-secrets.ts';
import { withoutSpans } from '../operations/redact/span.ts';
import { fail, inconclusive, pass, skip } from '../record/finding.ts';
import { occurrenceId } from '../release/subject.ts';
import { commonOf } from './common.ts';
import type { Declared } from './definition.ts';

const answers: Readonly<Record<number, typeof pass>> = { 0: pass, 1: fail, 2: skip };
/** The Job is given its time; reading its answer and removing it takes some more. */
const spareSeconds = 30;

/** A container as a Job, by the contract of NVIDIA's AICR validators and of Helm's test pods. */
export function containerCheck(definition: Declared<'container'>): AnyCheck {
  const { container } = definition;
  const { timeoutSeconds, ...common } = commonOf(definition, `Does ${container.image} find it good?`);
  return defineCheck({
    ...common,
    timeoutSeconds: timeoutSeconds + spareSeconds,
    needs: { jobs: true },
    async run({ jobs, subject, endpoint, signal }) {
      const id = `${definition.id}-${occurrenceId(subject.occurrence)}`;
      const env = {
        SEATRIAL_NAMESPACE: subject.namespace,
        SEATRIAL_RELEASE: subject.release,
        SEATRIAL_URL: endpoint.url,
        ...(subject.tag !== null && { SEATRIAL_TAG: subject.tag }),
        ...container.env,
      };
      const answer = await jobs.run(id, { ...container, env, timeoutSeconds }, signal);
      const { exitCode, message, trouble } = answer;
      const output = cleaned(answer.output);
      const seen = { expected: 'exit code 0', seen: output.slice(-1000) || 'no output' };
      if (exitCode === null) return inconclusive(trouble ?? 'the container did not end', seen);
      return (answers[exitCode] ?? inconclusive)(
        reasonOf(cleaned(message), output) ?? `exit code ${exitCode}`,
        seen,
      );
    },
  });
}

/** Without what looks like a secret: the record goes further than the log did. */
const cleaned = (text: string): string => withoutSpans(text, findSecrets(text)).text;

/** The message's first line; the last one where the kubelet took the end of the output for it. */
function reasonOf(message: string, output: string): string | undefined {
  const lines = message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return output.trimEnd().endsWith(message.trim()) ? lines.at(-1) : lines[0];
}
