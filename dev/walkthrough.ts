import { PEOPLE, signToken } from './people.ts';
import { API_PATH, type DemoIds } from './seed.ts';

/** Prints the named fields of a JSON answer, one a line. */
const SHOW = `show() { node -e 'const all = JSON.parse(require("fs").readFileSync(0, "utf8"));
  for (const key of process.argv.slice(1)) console.log("  " + (key + ":").padEnd(24), all[key])' "$@"; }`;
/** Prints the steps of a timeline, one a line. */
const STEPS = `steps() { node -e 'for (const step of JSON.parse(require("fs").readFileSync(0, "utf8")).steps)
  console.log(" ", step.at, step.event.padEnd(8), [step.from, step.to].filter(Boolean).join(" → "), "by", step.caused_by)'; }`;

function opening(apiUrl: string, alice: string, carol: string): string {
  return `API=${apiUrl}${API_PATH}
OWN=${apiUrl}/api/proctoring/v1
ALICE='Authorization: JWT ${alice}'
CAROL='Authorization: JWT ${carol}'
${SHOW}
${STEPS}`;
}

function beginning(examId: number): string {
  return `# the teacher clears an earlier attempt, if there is one
curl -s -X DELETE -H "$CAROL" $API/exam_id/${examId}/user_id/${PEOPLE.alice.userId}/reset_attempts; echo
# the learner begins: the clock runs as a timer in Temporal
ATTEMPT=$(curl -s -H "$ALICE" -d exam_id=${examId} -d start_clock=true $API/attempt | tr -dc 0-9); echo "attempt $ATTEMPT"
curl -s -H "$ALICE" $API/attempt/$ATTEMPT | show status time_remaining_seconds attempt_code`;
}

function handedIn({ timedExamId }: DemoIds): string {
  return `echo "1. An exam that the learner hands in"
${beginning(timedExamId)}
# asks to end, then hands in
curl -s -X PUT -H "$ALICE" -d action=stop $API/attempt/$ATTEMPT; echo
curl -s -X PUT -H "$ALICE" -d action=submit $API/attempt/$ATTEMPT; echo
curl -s -H "$ALICE" $API/attempt/$ATTEMPT | show started_at completed_at status`;
}

function endsByItself({ oneMinuteExamId }: DemoIds, workflowsUrl: string | undefined): string {
  const link = workflowsUrl === undefined ? '' : `\necho "  its workflow: ${workflowsUrl}/exam-attempt%2F$CODE"`;
  return `echo "2. An exam of one minute that ends by itself, though nobody looks"
${beginning(oneMinuteExamId)}
CODE=$(curl -s -H "$ALICE" $API/attempt/$ATTEMPT | node -p 'JSON.parse(require("fs").readFileSync(0, "utf8")).attempt_code')${link}
sleep 61
curl -s -H "$ALICE" $API/attempt/$ATTEMPT | show started_at completed_at status
echo "  its timeline:"
curl -s -H "$CAROL" $OWN/attempts/$ATTEMPT/timeline | steps`;
}

/**
 * Shell commands, ready to paste, that take two of the demo exams to their end: one is submitted, the other one's time
 * runs out. They can be pasted again. `workflowsUrl` is where the Temporal UI shows workflows, if there is one.
 */
export async function walkthrough(
  { apiUrl, workflowsUrl }: { apiUrl: string; workflowsUrl: string | undefined },
  ids: DemoIds,
  jwtKey: string,
): Promise<string> {
  const [alice, carol] = await Promise.all([signToken(PEOPLE.alice, jwtKey), signToken(PEOPLE.carol, jwtKey)]);
  return [opening(apiUrl, alice, carol), handedIn(ids), endsByItself(ids, workflowsUrl)].join('\n\n');
}
