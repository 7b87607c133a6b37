"""Looking for malware in what is uploaded, where a scanner is configured (CLAMD_ADDRESS). docs/adr/0021."""

from .clamd import PONG, FileTooLarge, ScannerAway, greeting, ping, scan
from .states import ScannerState, is_configured, require_clean, scanner_state

__all__ = (
    "PONG",
    "FileTooLarge",
    "ScannerAway",
    "ScannerState",
    "greeting",
    "is_configured",
    "ping",
    "require_clean",
    "scan",
    "scanner_state",
)
