/** What a user's own checks and platforms are made with: `import { … } from 'seatrial'`. */
export {
  type AnyCheck,
  type Check,
  type CheckContext,
  defineCheck,
  type Endpoint,
  type Needs,
} from './check.ts';
export type { CheckInput } from './declared/definition.ts';
export { defineConfig, type SeatrialConfig } from './own-config.ts';
export { endpointAt } from './platforms/endpoint.ts';
export { definePlatform, type Platform, type PlatformSuites } from './platforms/platform.ts';
export { type Evidence, type Finding, fail, inconclusive, pass, skip } from './record/finding.ts';
export { advisory, blocking, type Suite, type SuiteEntry, whereThere } from './suite.ts';
