export { bulkAct } from './bulk/workflow.ts';
export { changeDelivery } from './change-delivery/workflow.ts';
export { examAttempt } from './exam-attempt/workflow.ts';
export { heartbeatWatch } from './heartbeat-watch/workflow.ts';
