import { suiteAsTests } from '../vitest.ts';

await suiteAsTests('bench', async () => {
  const { ProcessDriver } = await import('../../load/drivers/process.ts');
  const { buildPrograms } = await import('../../kind-fixtures/toolchain/build.ts');
  const { k6 } = await buildPrograms(['k6']);
  return new ProcessDriver({ k6: k6! });
});
