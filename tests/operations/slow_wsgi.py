"""The portal, but a request to /accounts/login/?slow takes a while before it is answered."""

import os
import time
from pathlib import Path
from typing import Any

from smartcity_portal.wsgi import application as portal


def application(environ: dict[str, Any], start_response: Any) -> Any:
    if environ["QUERY_STRING"] == "slow":
        Path(os.environ["BEGUN"]).touch()
        time.sleep(1.5)
    return portal(environ, start_response)
