export { examAttempt } from './exam-attempt/workflow.ts';
