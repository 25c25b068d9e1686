import { mutationMatrix } from './matrix.ts';
import { sieSettings } from './settings.ts';

mutationMatrix({ platform: 'sie', settings: sieSettings });
