"""Sends each call with the token of some role, the same for the same seed: one run asks every operation as everybody."""

import json
import os
import random

import schemathesis

tokens = list(json.loads(os.environ["FUZZ_TOKENS"]).values())
draw = random.Random(os.environ["FUZZ_SEED"])


@schemathesis.hook
def before_call(context, case, kwargs):
    case.headers = {**(case.headers or {}), "Authorization": f"Bearer {draw.choice(tokens)}"}
