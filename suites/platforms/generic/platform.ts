import { openaiChat } from '../../checks/openai/chat.ts';
import { openaiEmbeddings } from '../../checks/openai/embeddings.ts';
import { modelIds, openaiModels } from '../../checks/openai/models.ts';
import { preflightSuite } from '../../checks/preflight/entries.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import { blocking, type Suite, whereThere } from '../../suite.ts';
import { afterUpgrade, commonRollback, commonVerify } from '../common-entries.ts';
import type { Platform } from '../platform.ts';

const common = commonVerify({
  tagOf: null,
  appVersionIsTag: false,
  statusPath: '/',
  budgetsPromised: false,
  maxUnavailable: null,
  scaling: { source: "the release's own chart" },
  metricsPort: 'metrics',
  counted: null,
  outside: [],
});
const checklist = [...common.first, ...common.last];
const verify: Suite = {
  name: 'verify',
  title: 'Verify checklist',
  entries: [...checklist, ...afterUpgrade()],
};
const smoke: Suite = {
  name: 'smoke',
  title: 'Smoke tests',
  entries: [openaiModels, openaiChat, openaiEmbeddings].map((check) => whereThere(blocking(check))),
};
const rollback: Suite = {
  name: 'rollback',
  title: 'The rollback verified',
  entries: [...checklist, ...commonRollback(), ...smoke.entries],
};

/**
 * Any Helm release on Kubernetes, or whatever `settings.selector` holds together, and any OpenAI-compatible endpoint
 * behind it: vLLM, TEI, NIM and the like.
 */
export const generic: Platform = {
  name: 'generic',
  title: 'Any platform',
  tagOf: () => null,
  defaultUrl: (namespace, release) => `http://${release}.${namespace}.svc:80`,
  apiService: (release) => `app.kubernetes.io/instance=${release}`,
  headers: (apiKey) => ({
    'x-seatrial': 'true',
    ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
  }),
  statusPath: '/v1/models',
  suites: {
    preflight: preflightSuite({
      tagOf: () => null,
      versions: null,
      suitesToCome: [verify, smoke, rollback],
    }),
    verify,
    smoke,
    rollback,
  },
  workloads: [],
  performance: null,
  async inventory({ endpoint, http, signal }) {
    const { status, body } = await http.request(`${endpoint.url}/v1/models`, {
      headers: endpoint.headers,
      maxBytes: 1024 * 1024,
      signal,
    });
    if (status === 404) return {};
    const models = status === 200 ? modelIds(body) : null;
    if (!models) throw new ProbeError('bad-answer', `GET /v1/models answered ${status}`);
    return { models };
  },
};
