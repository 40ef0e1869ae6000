/** Loaded by a service before its own modules: puts a defect into it when the file of CHAOS_DEFECT names one of this service. */
import { existsSync, readFileSync } from 'node:fs';
import { replaceSources } from '../hooks/replaceSources.ts';
import { defectNamed } from './defects.ts';

const file = process.env['CHAOS_DEFECT'];
if (!file) throw new Error('CHAOS_DEFECT is not set: the file that names the defect.');
if (existsSync(file)) {
  const defect = defectNamed(readFileSync(file, 'utf8'));
  if (defect.service === process.env['CHAOS_SERVICE']) replaceSources([defect]);
}
