"""Hooks of schemathesis: each operation is called as each role in turn, and what came of it is counted by role."""

import atexit
import json
import os
import time
from collections import Counter

import schemathesis
from hypothesis import strategies

# By role; '' for nobody.
TOKENS = json.loads(os.environ["FUZZ_TOKENS"])
# Says in what is printed of a finding as whom it was sent.
ROLE = "X-Role"
# What is still unavailable then, although it said each time that it can be tried again, is out of order.
TRIES = 10

turns = Counter()
operations = Counter()
requests = Counter()
accepted = Counter()
findings = Counter()


@schemathesis.hook
def before_generate_case(context, strategy):
    """Draws a number beside each case: without it, those of an operation that has no parameters run out too early."""
    return strategies.tuples(strategy, strategies.integers()).map(lambda drawn: drawn[0])


@schemathesis.hook
def before_call(context, case, kwargs):
    """Signs the request in as the role whose turn it is at this operation; a repeated one keeps its role."""
    if ROLE not in case.headers:
        turn = turns[case.operation.label]
        role = case.headers[ROLE] = list(TOKENS)[turn % len(TOKENS)]
        turns[case.operation.label] += 1
        operations[role] += turn < len(TOKENS)
        requests[role] += 1
    if token := TOKENS[case.headers[ROLE]]:
        case.headers["Authorization"] = f"JWT {token}"


@schemathesis.hook
def after_call(context, case, response):
    accepted[case.headers[ROLE]] += response.status_code < 400


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Counts the findings. A 503 is one if it is not as it says, that the request can be tried again."""
    was_busy = response.status_code == 503 and "retry-after" in response.headers
    for _ in range(TRIES if was_busy else 0):
        if response.status_code != 503:
            break
        time.sleep(int(response.headers["retry-after"][0]))
        response = case.call()
    is_finding = not was_busy or response.status_code >= 500
    findings[case.headers[ROLE]] += is_finding
    return is_finding


@atexit.register
def write_counts():
    counted = {"operations": operations, "requests": requests, "accepted": accepted, "findings": findings}
    counts = {role: {name: counter[role] for name, counter in counted.items()} for role in TOKENS}
    with open(os.environ["FUZZ_COUNTS"], "w", encoding="utf-8") as file:
        json.dump(counts, file)
