import { type ConfigurationOptions, Observable, type ObservableMiddleware } from '@kubernetes/client-node';

/** Options of an API request that ends it after the time, or with the caller's signal. */
export function within(seconds: number, signal?: AbortSignal): ConfigurationOptions {
  const limit = AbortSignal.timeout(seconds * 1000);
  const ending = signal ? AbortSignal.any([signal, limit]) : limit;
  const middleware: ObservableMiddleware = {
    pre: (context) => {
      context.setSignal(ending);
      return new Observable(Promise.resolve(context));
    },
    post: (context) => new Observable(Promise.resolve(context)),
  };
  return { middleware: [middleware], middlewareMergeStrategy: 'append' };
}
