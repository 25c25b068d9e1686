import { suiteAsTests } from '../vitest.ts';

await suiteAsTests('preflight');
