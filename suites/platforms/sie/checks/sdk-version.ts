import { defineCheck } from '../../../check.ts';
import { fail, inconclusive, pass, skip } from '../../../record/finding.ts';
import { isFinding } from '../health.ts';
import { chooseModel, infer, notUp } from '../infer.ts';
import { longestWait } from '../longest-wait.ts';
import { serverVersionHeader, versionOf } from '../version.ts';

/** An advice: the SDK goes on working and logs a warning where major or minor differ from what the server says of itself. */
export const sdkVersion = defineCheck({
  id: 'sie.sdk-version',
  title: "The clients' SDK matches the server",
  question: 'Will clients log warnings about the version of their SDK?',
  needs: { http: true },
  timeoutSeconds: longestWait,
  blames: 'environment',
  source: 'Upgrade Runbook 4.5: SDK logs warnings for major.minor mismatches',
  hint: "Move the clients' SDK to the server's minor version",
  async run(context) {
    const { clientVersion } = context.settings;
    if (clientVersion === undefined)
      return skip("the version of the clients' SDK is not known: say it in settings.clientVersion");
    const model = await chooseModel('encode', context);
    if (isFinding(model)) return model;
    const body = { items: [{ text: 'upgrade verification test' }] };
    const inferred = await infer({ task: 'encode', model: model.name, body }, context);
    if (isFinding(inferred)) return inferred;
    if (inferred.kind === 'not-up') return notUp(`encode with ${model.name}`, inferred, context);
    const says = inferred.answer.headers[serverVersionHeader] ?? context.subject.tag;
    const [client, server] = [versionOf(clientVersion), versionOf(says)];
    const seen = {
      expected: `major and minor of ${says ?? 'the server, which says none'}`,
      seen: clientVersion,
    };
    if (!client || !server) return inconclusive('the versions cannot be compared', seen);
    return client.major === server.major && client.minor === server.minor
      ? pass(`SDK ${clientVersion} with server ${says}`, seen)
      : fail(`SDK ${clientVersion} differs from server ${says} in major or minor version`, seen);
  },
});
