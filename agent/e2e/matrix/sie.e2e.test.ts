import { mutationMatrix } from './matrix.ts';
import { amongRealSoftware, fromAPodOnly, sieSettings } from './settings.ts';

mutationMatrix({
  platform: 'sie',
  settings: sieSettings,
  elsewhere: { ...amongRealSoftware, ...fromAPodOnly },
});
