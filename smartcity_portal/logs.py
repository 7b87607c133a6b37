import logging
import re

TOKEN = re.compile(r"(?<=/invitations/)[^/\s]+")


class WithoutTokens(logging.Filter):
    """Takes the token out of an invitation's address: whoever reads the log could join by it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(TOKEN.sub("…", found) if isinstance(found, str) else found for found in record.args)
        record.msg = TOKEN.sub("…", record.msg) if isinstance(record.msg, str) else record.msg
        return True
