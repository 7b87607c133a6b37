"""Looking for malware in what is uploaded, where a scanner is configured (CLAMD_ADDRESS). docs/adr/0021."""

from .clamd import FileTooLarge, ScannerAway, ping, scan
from .states import ScannerState, is_configured, require_clean, scanner_state

__all__ = (
    "FileTooLarge",
    "ScannerAway",
    "ScannerState",
    "is_configured",
    "ping",
    "require_clean",
    "scan",
    "scanner_state",
)
