import { defineCheck } from '../../../check.ts';
import { sameTag } from '../../../checks/release-tag.ts';
import { fail, inconclusive, pass } from '../../../record/finding.ts';
import { isFinding } from '../health.ts';
import { chooseModel, infer, notUp } from '../infer.ts';
import { longestWait } from '../longest-wait.ts';
import { serverVersionHeader } from '../version.ts';

/** The version that answers, read from an inference: older gateways set the header on no probe. */
export const serverVersion = defineCheck({
  id: 'sie.server-version',
  title: 'The version that answers is the deployed one',
  question: 'Do clients get answers from the version that was deployed?',
  needs: { http: true },
  timeoutSeconds: longestWait,
  blames: 'release',
  source: 'Upgrade Runbook 3.6: X-SIE-Server-Version',
  hint: 'Compare the images of the gateway and the workers with the tag that was rolled out',
  async run(context) {
    const { tag } = context.subject;
    if (tag === null) return inconclusive('no image of the release carries a version');
    const model = await chooseModel('encode', context);
    if (isFinding(model)) return model;
    const body = { items: [{ text: 'upgrade verification test' }] };
    const inferred = await infer({ task: 'encode', model: model.name, body }, context);
    if (isFinding(inferred)) return inferred;
    if (inferred.kind === 'not-up') return notUp(`encode with ${model.name}`, inferred, context);
    const version = inferred.answer.headers[serverVersionHeader];
    const seen = { expected: `${serverVersionHeader}: ${tag}`, seen: version ?? 'no such header' };
    if (version === undefined)
      return inconclusive(
        `the answer to encode has no ${serverVersionHeader}: which version it is, is not known`,
        seen,
      );
    return sameTag(version, tag)
      ? pass(`${version} answers`, seen)
      : fail(`${version} answers, but ${tag} is deployed`, seen);
  },
});
