import { type BaselineFile, fileOf } from './baseline-file.ts';
import { allBaselines, type Desk, findBaseline } from './desk.ts';

/** `seatrial baseline export`: one baseline, or all of the namespace. @throws CliError */
export async function exportBaselines(desk: Desk, key?: string): Promise<BaselineFile> {
  const baselines = key === undefined ? await allBaselines(desk) : [await findBaseline(desk, key)];
  return fileOf(`namespace ${desk.namespace} of ${desk.cluster}`, desk.now(), baselines);
}
