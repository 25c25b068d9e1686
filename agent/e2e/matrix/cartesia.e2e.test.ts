import { mutationMatrix } from './matrix.ts';

mutationMatrix({ platform: 'cartesia' });
