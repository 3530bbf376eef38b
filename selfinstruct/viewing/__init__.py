"""A run served to a browser on this machine while it goes on: the page of `reporting`, with marks and questions added.

The paths below `/data` are told in `selfinstruct.reporting`. These are added; STAMP is one of theirs::

    GET  /reviews/version       {"version": TEXT}: another one when somebody marked or answered something
    GET  /reviews/STAMP         {"version": TEXT, "marks": [MARK, ...]}
    POST /reviews               {"marks": [{"task": ID, "instance": [INPUT, OUTPUT] | null, "mark": "accept", "text": {}}]}
    GET  /sample/SIZE/SEED      {"size": 200, "seed": 0, "items": [ITEM, ...], "shares": [SHARE, ...]}
    POST /sample/SIZE/SEED      {"task": ID, "instance": [INPUT, OUTPUT], "question": "output", "answer": "yes"}

    MARK = {"index": 17,        # of the task's row in the state
            "instance": 0,      # or null for the task itself
            "mark": "edit", "text": {"input": "…", "output": "…"}}
    ITEM = {"index": 17, "task": ID, "instruction": "…", "instance": [INPUT, OUTPUT], "answers": {"input": "yes"}}
    SHARE = {"question": "instruction", "yes": 9, "no": 1, "skipped": 0, "left": 190, "share": 0.9, "wilson_95": [0.6, 0.98]}

A POST is answered with what GET answers at `/reviews/version` and at the same `/sample/SIZE/SEED`. A write must carry the token
that stands in the page, in the header `X-View-Token`. Errors are `{"error": TEXT, "hint": TEXT}`.
"""
