import { describeModel } from '../support/describe-model.ts';

describeModel(60);
