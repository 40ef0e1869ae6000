/**
 * Loaded by a service before its own modules. Injects the defect that the file of CHAOS_DEFECT names for this
 * service.
 */
import { existsSync, readFileSync } from 'node:fs';
import { replaceSources } from '../hooks/replaceSources.ts';
import { defectNamed } from './defects.ts';

const file = process.env['CHAOS_DEFECT'];
if (!file) throw new Error('CHAOS_DEFECT is not set. It must be the path of the file that names the defect.');
if (existsSync(file)) {
  const defect = defectNamed(readFileSync(file, 'utf8'));
  if (defect.service === process.env['CHAOS_SERVICE']) replaceSources([defect]);
}
