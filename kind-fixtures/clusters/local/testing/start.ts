import { localCluster } from '../local.ts';

// Brings a cluster up in a process of its own, for a test that kills it half-way.
await localCluster(process.argv[2]).up();
