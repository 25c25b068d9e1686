import { defineCheck } from '../../../check.ts';
import { fail, pass, skip } from '../../../record/finding.ts';
import { isFinding } from '../health.ts';
import { listModels, missingFrom } from '../models.ts';
import { poll } from '../poll.ts';
import { versionOf } from '../version.ts';

/** A gateway that has just started lists nothing until it has its configuration. */
const patienceSeconds = 20;

/** The catalogue is there. It lists models without any worker: that one answers is for the smoke tests. */
export const models = defineCheck({
  id: 'sie.models',
  title: 'The model catalogue is there',
  question: 'Does the gateway list the models that must be served?',
  needs: { http: true },
  timeoutSeconds: 60,
  blames: 'release',
  source: 'Upgrade Runbook 3.2: model catalog is available',
  hint: 'Look whether the gateway reaches the config service, from which it gets the catalogue',
  run: (context) =>
    poll(patienceSeconds, context.signal, async () => {
      const served = await listModels(context);
      if (isFinding(served)) return served;
      const { models: wanted = [] } = context.settings;
      const expected = wanted.length > 0 ? wanted.join(', ') : 'at least one model';
      const seen = { expected, seen: served.map(({ name }) => name).join(', ') || 'none' };
      if (served.length === 0) return fail('the gateway lists no model', seen);
      const missing = missingFrom(served, wanted);
      if (missing.length > 0)
        return fail(`${missing.length} models are not served: ${missing.join(', ')}`, seen);
      const loaded = served.filter((model) => model.loaded).length;
      return pass(`${served.length} models, ${loaded} of them loaded`, seen);
    }),
});

/** Within a major version no model may be lost; a new major may drop some, and says so in its change log. */
export const modelsKept = defineCheck({
  id: 'sie.models-kept',
  title: 'No model was lost',
  question: 'Are all models that were served before the rollout still served?',
  needs: { http: true },
  timeoutSeconds: 60,
  blames: 'release',
  source: 'Upgrade Runbook 1.1: model config changes, new or removed models',
  hint: "Look in the change log for removed models, and in the values for the config service's own models",
  run: (context) =>
    poll(patienceSeconds, context.signal, async () => {
      const { before, subject } = context;
      const recorded = before?.inventory.models;
      if (!recorded)
        return skip(
          'what models there were before is not known: take a record before the upgrade (seatrial record)',
        );
      const [old, now] = [versionOf(before.tag), versionOf(subject.tag)];
      if (old && now && old.major !== now.major)
        return skip(`from ${before.tag} to ${subject.tag} the major version changes: models may be dropped`);
      const served = await listModels(context);
      if (isFinding(served)) return served;
      const lost = missingFrom(served, recorded);
      const expected = `the ${recorded.length} models recorded at ${before.takenAt}`;
      if (lost.length === 0)
        return pass(`all ${recorded.length} models are still served, ${served.length} now`, { expected });
      return fail(`${lost.length} of ${recorded.length} models are no longer served`, {
        expected,
        seen: `missing: ${lost.join(', ')}`,
      });
    }),
});
