import { describeModel } from '../support/describe-model.ts';

// A few; npm run test:model draws many more.
describeModel(8);
