import { defineCheck } from '../../../check.ts';
import { fail, inconclusive, pass, skip } from '../../../record/finding.ts';
import { versionOf } from '../version.ts';

/** An advice: the SDK goes on working and logs a warning where major or minor differ. */
export const sdkVersion = defineCheck({
  id: 'sie.sdk-version',
  title: "The clients' SDK matches the server",
  question: 'Will clients log warnings about the version of their SDK?',
  needs: {},
  timeoutSeconds: 10,
  blames: 'environment',
  source: 'Upgrade Runbook 4.5: SDK logs warnings for major.minor mismatches',
  hint: "Move the clients' SDK to the server's minor version",
  async run({ settings, subject }) {
    if (settings.clientVersion === undefined)
      return skip("the version of the clients' SDK is not known: say it in settings.clientVersion");
    const [client, server] = [versionOf(settings.clientVersion), versionOf(subject.tag)];
    const seen = { expected: `major and minor of ${subject.tag}`, seen: settings.clientVersion };
    if (!client || !server) return inconclusive('the versions cannot be compared', seen);
    return client.major === server.major && client.minor === server.minor
      ? pass(`SDK ${settings.clientVersion} with server ${subject.tag}`, seen)
      : fail(
          `SDK ${settings.clientVersion} differs from server ${subject.tag} in major or minor version`,
          seen,
        );
  },
});
