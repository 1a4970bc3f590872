"""One API Gateway event through the handler, in a process that did nothing before.

Run as a script: the path that is asked for is the argument; the reply's body is printed.
"""

import json
import sys
from pathlib import Path

from handler import main_handler

EVENT = Path(__file__).parent.parent / "events" / "apigw-get.json"


def main(path: str) -> None:
    event = json.loads(EVENT.read_text("utf-8"))
    query = event["queryString"] if path == "/v1/eligibility" else {}
    about = {"time_limit_in_ms": 20000, "tencentcloud_uin": "100000000001"}
    reply = main_handler({**event, "path": path, "queryString": query}, about)
    if reply["statusCode"] != 200:
        raise SystemExit(f"{path}: {reply}")
    print(reply["body"], flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
