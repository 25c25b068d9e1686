import type { RunRecord } from '../../suites/record/record.ts';

/** How a run is called, and what its decisions mean, by what it was for. */
interface Purpose {
  readonly title: string;
  readonly promote: { readonly loud: string; readonly text: string; readonly title: string };
  readonly hold: { readonly text: string; readonly title: string };
}

const purposes: Readonly<Record<RunRecord['plan']['purpose'], Purpose>> = {
  trial: {
    title: 'Sea trial',
    promote: { loud: 'PROMOTE', text: 'the release may stay', title: 'promoted' },
    hold: { text: 'nothing is changed; a person decides', title: 'on hold' },
  },
  preflight: {
    title: 'Preflight',
    promote: { loud: 'GO', text: 'the upgrade may begin', title: 'the upgrade may begin' },
    hold: { text: 'do not begin the upgrade', title: 'do not upgrade' },
  },
  'go-live': {
    title: 'Go-live',
    promote: {
      loud: 'GO',
      text: 'nothing that was run speaks against it',
      title: 'nothing speaks against it',
    },
    hold: { text: 'see the items that are open', title: 'open' },
  },
};

export const purposeOf = ({ plan }: RunRecord): Purpose => purposes[plan.purpose];
