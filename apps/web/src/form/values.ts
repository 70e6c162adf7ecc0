import type { Document, Due, Evidence, Party } from '../api/answers';

/** What the person has entered, as entered: numbers are still text. */
export interface Values {
  [name: string]: string | Evidence[] | Document | DueChoice | Bodies | undefined;
}
export interface DueChoice {
  kind: Due['kind'];
  on: string;
  every: 'month' | 'quarter';
  waitsFor: string;
}
/** Bodies that coordinate: agencies and groups. */
export interface Bodies {
  parties: Party[];
}
export interface FieldError {
  field: string;
  message: string;
}

export const textOf = (values: Values, name: string): string => {
  const value = values[name];
  return typeof value === 'string' ? value : '';
};
export const evidenceOf = (values: Values, name: string): Evidence[] => {
  const value = values[name];
  return Array.isArray(value) ? value : [];
};
export const documentOf = (values: Values, name: string): Document => {
  const value = values[name];
  return typeof value === 'object' && !Array.isArray(value) && 'number' in value ? value : { number: '' };
};
