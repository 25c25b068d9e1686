import { processesOfPod } from '../../kind-fixtures/clusters/local/pod-processes.ts';

/** The process of a pod on this machine, by its pod's UID and a word of its command line. */
export async function processOfPod(uid: string, word: string): Promise<number> {
  const found = (await processesOfPod(uid)).find(({ command }) => command.includes(word));
  if (!found) throw new Error(`no process of pod ${uid} with ${word} runs on this machine`);
  return found.pid;
}
