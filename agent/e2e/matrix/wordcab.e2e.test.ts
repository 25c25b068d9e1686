import { mutationMatrix } from './matrix.ts';
import { amongRealSoftware, fromAPodOnly, wordcabSettings } from './settings.ts';

mutationMatrix({
  platform: 'wordcab',
  settings: wordcabSettings,
  elsewhere: { ...amongRealSoftware, ...fromAPodOnly },
});
