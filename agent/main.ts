import { KubeConfig } from '@kubernetes/client-node';
import { pino } from 'pino';
import { runAgent } from './agent.ts';
import { agentConfig } from './config.ts';
import { AgentError } from './controller/agent-error.ts';
import { rollbackMain } from './rollback/main.ts';

/** The entry of the agent's image: the agent itself, or `rollback ORDER` in a rollback's Job. */

/** Set by the bundler. */
const code = process.env.SEATRIAL_VERSION ?? 'source';
/** How long a stop may take before the process ends all the same. */
const stopSeconds = 8;

const [command, argument] = process.argv.slice(2);
const kube = new KubeConfig();
kube.loadFromDefault();

try {
  if (command === 'rollback') {
    const {
      SEATRIAL_HELM: helm = '/usr/local/bin/helm',
      SEATRIAL_TERMINATION_LOG: log = '/dev/termination-log',
    } = process.env;
    await rollbackMain(kube, argument, { helm, log });
  } else {
    const config = agentConfig(process.env);
    const stop = new AbortController();
    for (const name of ['SIGTERM', 'SIGINT'] as const) {
      process.once(name, () => {
        stop.abort(new Error(`told to stop by ${name}`));
        setTimeout(() => process.exit(0), stopSeconds * 1000).unref();
      });
    }
    await runAgent(config, kube, pino({ level: config.logLevel }), code, stop.signal);
    process.exit(0);
  }
} catch (error) {
  if (!(error instanceof AgentError)) throw error;
  console.error(`seatrial-agent: ${error.message}`);
  process.exit(64);
}
