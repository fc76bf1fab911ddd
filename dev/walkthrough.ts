import { PEOPLE, signToken } from './people.ts';
import { API_PATH } from './seed.ts';

/** Shell commands, ready to paste, that take the demo timed exam to its end; they can be pasted again. */
export async function walkthrough(apiUrl: string, examId: number, jwtKey: string): Promise<string> {
  const alice = await signToken(PEOPLE.alice, jwtKey);
  const carol = await signToken(PEOPLE.carol, jwtKey);
  return `API=${apiUrl}${API_PATH}
ALICE='Authorization: JWT ${alice}'
CAROL='Authorization: JWT ${carol}'
# the teacher clears an earlier attempt, if there is one
curl -s -X DELETE -H "$CAROL" $API/exam_id/${examId}/user_id/${PEOPLE.alice.userId}/reset_attempts; echo
# the learner begins: the clock runs as a timer in Temporal
ATTEMPT=$(curl -s -H "$ALICE" -d exam_id=${examId} -d start_clock=true $API/attempt | tr -dc 0-9); echo "attempt $ATTEMPT"
curl -s -H "$ALICE" $API/attempt/$ATTEMPT; echo
# asks to end, then hands in
curl -s -X PUT -H "$ALICE" -d action=stop $API/attempt/$ATTEMPT; echo
curl -s -X PUT -H "$ALICE" -d action=submit $API/attempt/$ATTEMPT; echo
curl -s -H "$ALICE" $API/attempt/$ATTEMPT | tr ',' '\\n' | grep -E '"(status|completed_at)"'`;
}
