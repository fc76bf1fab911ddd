// Every shape of the console's answers, so that clients can be written against them.
import './board.ts';
import './bulk.ts';
import './me.ts';
import './onboarding.ts';
import './operations.ts';
import './reviews.ts';
import './row.ts';
import './settings.ts';
import './views.ts';
