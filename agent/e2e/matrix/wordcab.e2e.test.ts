import { mutationMatrix } from './matrix.ts';
import { wordcabSettings } from './settings.ts';

mutationMatrix({ platform: 'wordcab', settings: wordcabSettings });
