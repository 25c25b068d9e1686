import { mutationMatrix } from './matrix.ts';
import { amongRealSoftware, fromAPodOnly } from './settings.ts';

mutationMatrix({ platform: 'cartesia', elsewhere: { ...amongRealSoftware, ...fromAPodOnly } });
